package dev.aegis.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much one incident is like another, feature by feature. Sets are compared by Jaccard's
 * coefficient, the rest by equality; a feature that neither incident has is left out.
 *
 * @param share weighted mean over the features, 0 to 1
 * @param alike what is the same, in words
 * @param differs what is not, in words
 */
public record Likeness(double share, List<String> alike, List<String> differs) {
  private static final double SERVICE = 0.25;
  private static final double SYMPTOMS = 0.25;
  private static final double CHANGE = 0.2;
  private static final double PATTERNS = 0.15;
  private static final double PATH = 0.1;
  private static final double REGION = 0.05;

  public Likeness {
    alike = List.copyOf(alike);
    differs = List.copyOf(differs);
  }

  /** Compares what was with what is. */
  public static Likeness of(Sketch past, Sketch now) {
    Comparison c = new Comparison();
    c.same("service", past.service(), now.service(), SERVICE);
    c.sets("symptoms", past.symptoms(), now.symptoms(), SYMPTOMS);
    c.same("suspected change", past.change(), now.change(), CHANGE);
    c.sets("log patterns", past.patterns(), now.patterns(), PATTERNS);
    c.same("arises in", past.path(), now.path(), PATH);
    c.same("region", past.region(), now.region(), REGION);
    return new Likeness(c.weight == 0 ? 0 : c.sum / c.weight, c.alike, c.differs);
  }

  /** Adds up the features. Not thread-safe. */
  private static final class Comparison {
    private final List<String> alike = new ArrayList<>();
    private final List<String> differs = new ArrayList<>();
    private double sum;
    private double weight;

    void same(String feature, String past, String now, double of) {
      if (past.isEmpty() && now.isEmpty()) {
        return;
      }
      boolean equal = past.equals(now);
      count(equal ? 1 : 0, of);
      if (equal) {
        alike.add(feature + " " + now);
      } else {
        differs.add(feature + " " + orNone(now) + ", then " + orNone(past));
      }
    }

    void sets(String feature, Set<String> past, Set<String> now, double of) {
      if (past.isEmpty() && now.isEmpty()) {
        return;
      }
      Set<String> both = new TreeSet<>(past);
      both.retainAll(now);
      Set<String> either = new TreeSet<>(past);
      either.addAll(now);
      count((double) both.size() / either.size(), of);
      if (!both.isEmpty()) {
        alike.add(both.size() + " of " + either.size() + " " + feature);
      }
      difference(feature + " only now: ", now, past);
      difference(feature + " only then: ", past, now);
    }

    private void difference(String what, Set<String> of, Set<String> without) {
      Set<String> left = new TreeSet<>(of);
      left.removeAll(without);
      if (!left.isEmpty()) {
        differs.add(what + String.join(", ", left));
      }
    }

    private void count(double likeness, double of) {
      sum += likeness * of;
      weight += of;
    }

    private static String orNone(String text) {
      return text.isEmpty() ? "none" : text;
    }
  }
}
