package dev.aegis.postmortem;

import static dev.aegis.postmortem.Block.Sentence.saying;

import dev.aegis.incident.Incident;
import dev.aegis.room.Comparison;
import dev.aegis.room.Verification;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What was foreseen of a fix beside what came. Pure. */
final class Foreseen {
  private final Incident record;

  Foreseen(Incident record) {
    this.record = record;
  }

  /** What was foreseen beside what came; a sentence where they cannot be compared. */
  List<Block> blocks() {
    Optional<Comparison> compared =
        record.verification().flatMap(v -> Optional.ofNullable(v.comparison()));
    Optional<Verification> seen =
        record.verification().filter(v -> v.outcome() != Verification.Outcome.PENDING);
    if (compared.isEmpty() || seen.isEmpty()) {
      return ReportWriter.sentences(
          record.steps().isEmpty()
              ? List.of()
              : List.of(
                  saying(
                      "What was foreseen cannot be held against what came: no comparison is on"
                          + " record.")));
    }
    Comparison c = compared.get();
    boolean held = seen.get().outcome() == Verification.Outcome.HELD;
    return List.of(
        new Block.Compared(
            List.of(
                new Block.Pair(
                    "held",
                    "The promise is kept again",
                    "with a probability of " + Figures.percent(c.probability()),
                    held ? "it is" : "it is not",
                    OptionalDouble.of(c.probability()),
                    OptionalDouble.of(held ? 1 : 0),
                    "1"),
                pair(
                    "recovery",
                    "Time from the proof until it is",
                    "s",
                    c.recoverySeconds(),
                    c.measuredRecoverySeconds()),
                p99(c),
                pair(
                    "errors",
                    "Requests that fail afterwards",
                    "1",
                    c.errorRatio(),
                    c.measuredErrorRatio()))));
  }

  private static Block.Pair p99(Comparison c) {
    Block.Pair plain =
        pair(
            "p99",
            "The slowest 1 % of requests take at least",
            "ms",
            c.p99Millis(),
            c.measuredP99Millis());
    String band =
        c.p99Millis() < 0
            ? ""
            : " (nine of ten simulations: "
                + Figures.millis(c.p99LowMillis())
                + " to "
                + Figures.millis(c.p99HighMillis())
                + ")";
    return new Block.Pair(
        plain.key(),
        plain.label(),
        plain.foreseenWords() + band,
        plain.measuredWords(),
        plain.foreseen(),
        plain.measured(),
        plain.unit());
  }

  private static Block.Pair pair(
      String key, String label, String unit, double foreseen, double measured) {
    return new Block.Pair(
        key,
        label,
        words(foreseen, unit),
        words(measured, unit),
        known(foreseen),
        known(measured),
        unit);
  }

  private static String words(double value, String unit) {
    if (known(value).isEmpty()) {
      return "not on record";
    }
    return switch (unit) {
      case "s" -> Figures.seconds(value);
      case "ms" -> Figures.millis(value);
      default -> Figures.percent(value);
    };
  }

  private static OptionalDouble known(double value) {
    return value >= 0 && Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
