package dev.aegis.memory;

import dev.aegis.room.Cause;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Evidence;
import dev.aegis.room.MemoryMark.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The past incidents that the present one is like, the nearest first, and how much they weigh. One
 * incident speaks for its cause with {@value #MOST_EACH} decibans at most, all together with
 * {@value #MOST_OF_ALL}: less than one plain finding in the telemetry. Those of another environment
 * do not count, nor do those that people doubt; what they have forgotten is not recalled.
 *
 * @param recalled at most {@value #MOST}
 */
public record Recollection(List<Recalled> recalled) {
  public static final Recollection NOTHING = new Recollection(List.of());

  /** Incidents that are less alike have nothing to say. */
  public static final double LEAST = 0.6;

  /** What one incident weighs at most, in decibans. */
  public static final double MOST_EACH = 2;

  /** What all of them weigh at most for one cause, in decibans. */
  public static final double MOST_OF_ALL = 4;

  private static final int MOST = 3;

  private static final List<String> COLUMNS =
      List.of("incident", "alike", "same", "differs", "cause", "fix", "outcome", "standing");

  public Recollection {
    recalled = List.copyOf(recalled);
  }

  /** A past incident and how much the present one is like it. */
  public record Recalled(Fingerprint fingerprint, Likeness likeness) {
    double weight() {
      return counts() ? MOST_EACH * likeness.share() : 0;
    }

    private boolean counts() {
      return fingerprint.standing() == Standing.COUNTS;
    }

    private String percent() {
      return String.format(Locale.ROOT, "%.0f %%", 100 * likeness.share());
    }

    private boolean was(Cause cause, String service) {
      return fingerprint.cause() == cause && fingerprint.causeService().equals(service);
    }
  }

  /** Those that are alike enough, of the same environment. */
  public static Recollection of(List<Fingerprint> past, Sketch now) {
    return new Recollection(
        past.stream()
            .filter(f -> f.standing() != Standing.FORGOTTEN)
            .filter(f -> f.sketch().environment().equals(now.environment()))
            .map(f -> new Recalled(f, Likeness.of(f.sketch(), now)))
            .filter(r -> r.likeness().share() >= LEAST)
            .sorted(
                Comparator.comparingDouble((Recalled r) -> -r.likeness().share())
                    .thenComparing(r -> r.fingerprint().at(), Comparator.reverseOrder())
                    .thenComparing(r -> r.fingerprint().room().value()))
            .limit(MOST)
            .toList());
  }

  /** What they weigh for a cause, in decibans, 0 to {@value #MOST_OF_ALL}. */
  public double decibans(Cause cause, String service) {
    return Math.min(
        MOST_OF_ALL,
        recalled.stream().filter(r -> r.was(cause, service)).mapToDouble(Recalled::weight).sum());
  }

  /** Which of them had this cause, one sentence. */
  public String sentence(Cause cause, String service) {
    List<String> which =
        recalled.stream()
            .filter(r -> r.counts() && r.was(cause, service))
            .map(r -> r.fingerprint().room().value() + " (" + r.percent() + " alike)")
            .toList();
    return String.join(", ", which) + (which.size() == 1 ? " was this" : " were this");
  }

  /** What is remembered, a row a fix, for people and for whoever chooses fixes. */
  public List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    for (Recalled r : recalled) {
      Fingerprint f = r.fingerprint();
      for (Fingerprint.Fix fix : f.fixes()) {
        boolean first = rows.isEmpty() || !rows.getLast().getFirst().equals(f.room().value());
        rows.add(
            List.of(
                f.room().value(),
                r.percent(),
                first ? String.join("; ", r.likeness().alike()) : "",
                first ? String.join("; ", r.likeness().differs()) : "",
                f.statement(),
                fix.name(),
                fix.outcome().words(),
                f.standing().words()));
      }
    }
    return rows;
  }

  public static List<String> columns() {
    return COLUMNS;
  }

  /**
   * How a fix went in an incident that a diagnosis recalls, as the room has it.
   *
   * @param name of the fix
   * @param room in which incident
   * @param alike that incident and this one, such as {@code 82 %}
   */
  public record Remembered(String name, Fingerprint.Outcome outcome, String room, String alike) {}

  /** Reads them from the record, the nearest incident first. */
  public static List<Remembered> fixes(Diagnosis diagnosis) {
    return diagnosis.evidence().stream()
        .filter(e -> e.language().equals(Fingerprint.LANGUAGE) && e.columns().equals(COLUMNS))
        .map(Evidence::rows)
        .flatMap(List::stream)
        .flatMap(row -> read(row).stream())
        .toList();
  }

  private static Optional<Remembered> read(List<String> row) {
    return Arrays.stream(Fingerprint.Outcome.values())
        .filter(o -> o != Fingerprint.Outcome.REJECTED && o.words().equals(row.get(6)))
        .filter(_ -> row.get(7).equals(Standing.COUNTS.words()))
        .map(o -> new Remembered(row.get(5), o, row.get(0), row.get(1)))
        .findFirst();
  }
}
