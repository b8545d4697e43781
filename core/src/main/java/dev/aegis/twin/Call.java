package dev.aegis.twin;

import dev.aegis.room.Action;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What every request asks of another service. Its last phases may have come with something that
 * somebody did: once that is taken back, the phase before them holds again.
 *
 * @param to the service; empty for time that passes in the region and that nobody accounts for
 * @param phases how long that takes, oldest first; at least one
 * @param since index of the first phase that is not as usual; the number of phases where all are
 * @param origin what that phase came with, where that is known
 */
public record Call(String to, List<Phase> phases, int since, Optional<Origin> origin) {
  public Call {
    Objects.requireNonNull(to);
    Objects.requireNonNull(origin);
    phases = List.copyOf(phases);
    require(!phases.isEmpty(), "at least one phase of the calls to " + to, phases.size());
    for (int i = 1; i < phases.size(); i++) {
      require(
          phases.get(i).fromSeconds() > phases.get(i - 1).fromSeconds(),
          "ascending phases of the calls to " + to,
          phases.get(i).fromSeconds());
    }
    require(since > 0 && since <= phases.size(), "a usual phase before the others", since);
    require(origin.isEmpty() || since < phases.size(), "a phase that came with the origin", since);
  }

  /** Calls whose phases nobody's doing explains. */
  public static Call to(String service, Phase... phases) {
    return new Call(service, List.of(phases), phases.length, Optional.empty());
  }

  /** Whether a rollback of the called service in this call's region takes the last phases back. */
  boolean endsWith(Action.RollbackDeploy rollback) {
    return rollback.service().equals(to)
        && origin.isPresent()
        && origin.get() instanceof Origin.Deployed d
        && d.before().equals(rollback.toVersion());
  }

  /** When it was no longer as usual; infinite where it still is. */
  double changedAt() {
    return since < phases.size() ? phases.get(since).fromSeconds() : Double.POSITIVE_INFINITY;
  }

  /** Seconds that a rollback of the called service takes; 0 where its deploy is not the origin. */
  double secondsBack() {
    return origin.isPresent() && origin.get() instanceof Origin.Deployed d ? d.secondsBack() : 0;
  }

  /**
   * How long a call takes from a time on, and how often it fails: {@code meanMillis × (1 +
   * contention (n − 1) + coherence n (n − 1))} with n calls in flight, the universal scalability
   * law (Gunther, A Simple Capacity Model of Massively Parallel Transaction Systems, 1993). With
   * coherence above 0 more callers get less done.
   *
   * @param fromSeconds when this phase begins
   * @param meanMillis mean time of a call that is alone
   * @param cv coefficient of variation (lognormal)
   * @param contention share that waits for others
   * @param coherence cost of agreeing with each other
   * @param errorRatio share of the calls that fail, 0 to 1; the request then fails with them
   * @param bornOut up to how many calls in flight contention and coherence are borne out by what
   *     was seen, 1 or more; infinite where the law is known, or explains what was seen so well
   *     that it may be taken further
   */
  public record Phase(
      double fromSeconds,
      double meanMillis,
      double cv,
      double contention,
      double coherence,
      double errorRatio,
      double bornOut) {
    public Phase {
      require(bornOut >= 1, "at least one call that was seen", bornOut);
      require(meanMillis >= 0, "a mean of 0 ms or more", meanMillis);
      require(cv >= 0 && cv <= 10, "a coefficient of variation in [0, 10]", cv);
      require(contention >= 0, "a contention of 0 or more", contention);
      require(coherence >= 0, "a coherence of 0 or more", coherence);
      require(errorRatio >= 0 && errorRatio <= 1, "an error ratio in [0, 1]", errorRatio);
    }

    /** Calls whose law is known. */
    public Phase(
        double fromSeconds,
        double meanMillis,
        double cv,
        double contention,
        double coherence,
        double errorRatio) {
      this(
          fromSeconds, meanMillis, cv, contention, coherence, errorRatio, Double.POSITIVE_INFINITY);
    }

    /** Calls that do not fail. */
    public Phase(
        double fromSeconds, double meanMillis, double cv, double contention, double coherence) {
      this(fromSeconds, meanMillis, cv, contention, coherence, 0);
    }

    /** Whether more calls take longer and how much longer is a guess. */
    boolean isGuessed() {
      return contention + coherence > 0 && Double.isFinite(bornOut);
    }

    /** The same with another variation. */
    Phase varying(double otherCv) {
      return new Phase(
          fromSeconds, meanMillis, otherCv, contention, coherence, errorRatio, bornOut);
    }

    /** The same, from another time on. */
    Phase from(double seconds) {
      return new Phase(seconds, meanMillis, cv, contention, coherence, errorRatio, bornOut);
    }
  }

  /** What somebody did that made calls take as long as they do. */
  public sealed interface Origin {
    /**
     * A deploy of the called service.
     *
     * @param before the version it ran before
     * @param secondsBack what a rollback takes
     */
    record Deployed(String before, double secondsBack) implements Origin {
      public Deployed {
        Objects.requireNonNull(before);
        require(secondsBack >= 0, "a rollback of 0 s or more", secondsBack);
      }
    }

    /**
     * A setting that was changed.
     *
     * @param name as in {@link ServiceModel#flag} or {@link ServiceModel#config}, without the value
     * @param value the value that it came with
     */
    record Set(String name, String value) implements Origin {
      public Set {
        Objects.requireNonNull(name);
        Objects.requireNonNull(value);
      }
    }
  }

  private static void require(boolean holds, String expected, double found) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + expected + ", found " + found);
    }
  }
}
