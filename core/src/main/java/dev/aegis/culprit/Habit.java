package dev.aegis.culprit;

import java.util.Objects;

/**
 * Something that a component does, or does not do, in each request: a log line that follows another
 * one, a call that it makes. Counted over requests that came to the point where it could be done.
 *
 * @param component whose
 * @param text what, for people; hostile data
 * @param trouble whether doing it is bad news, such as an error line, or an early end
 * @param doneBefore requests before the onset in which it was done
 * @param ofBefore requests before the onset in which it could be done
 * @param doneSince the same since the onset
 * @param ofSince the same since the onset
 */
public record Habit(
    String component,
    String text,
    boolean trouble,
    int doneBefore,
    int ofBefore,
    int doneSince,
    int ofSince) {
  public Habit {
    Objects.requireNonNull(component);
    Objects.requireNonNull(text);
    if (doneBefore < 0 || doneSince < 0 || doneBefore > ofBefore || doneSince > ofSince) {
      throw new IllegalArgumentException(
          "expected counts from 0 to all, found "
              + doneBefore
              + " of "
              + ofBefore
              + " before and "
              + doneSince
              + " of "
              + ofSince
              + " since");
    }
  }

  /**
   * How much better two rates explain the counts than one does, in nats: the log-likelihood ratio
   * of two binomials (Dunning, <i>Accurate Methods for the Statistics of Surprise and
   * Coincidence</i>, 1993), with half a request added on each side. 0 for news that is good or
   * none: an error that is seen less, and a usual line that is seen more.
   */
  double surprise() {
    if (ofBefore == 0 || ofSince == 0) {
      return 0;
    }
    double before = (doneBefore + 0.5) / (ofBefore + 1.0);
    double since = (doneSince + 0.5) / (ofSince + 1.0);
    boolean more = since > before;
    boolean bad = more ? trouble || doneBefore == 0 : !trouble;
    if (!bad) {
      return 0;
    }
    double one = (doneBefore + doneSince + 0.5) / (ofBefore + ofSince + 1.0);
    double ratio =
        logLikelihood(doneBefore, ofBefore, before)
            + logLikelihood(doneSince, ofSince, since)
            - logLikelihood(doneBefore, ofBefore, one)
            - logLikelihood(doneSince, ofSince, one);
    return Math.max(0, ratio);
  }

  private static double logLikelihood(int done, int of, double rate) {
    return done * Math.log(rate) + (of - done) * Math.log(1 - rate);
  }
}
