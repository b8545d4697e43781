package dev.aegis.app.wire;

import dev.aegis.room.ValidationResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fixes judged again on a past incident, for programs: one object a line, a summary last. */
public final class ReplayJson {
  private static final int DIGITS = 4;

  private ReplayJson() {}

  /**
   * One fix: what it is, when it would have begun, what the replay said then and what it says now.
   *
   * @param then {@code null} where it was not asked
   * @param now written whole, as in a room
   */
  public static String line(Instant at, @Nullable ValidationResult then, ValidationResult now) {
    return Printer.line(out -> {
      out.text("action", now.action().kind().wire())
          .text("describes", now.action().describe())
          .instant("at", at);
      if (then == null) {
        out.textOrNull("then", null);
      } else {
        out.object("then", then, ReplayJson::verdict);
      }
      out.object("now", now, PayloadJson::write);
    });
  }

  /** The last line {@code {"summary":{…}}}. */
  public static String summary(
      String incident, long seed, List<ValidationResult> judged, int exitCode) {
    return Printer.line(out ->
        out.object(
            "summary",
            judged,
            (to, all) -> {
              to.text("incident", incident);
              to.count("seed", seed);
              to.list("verdicts", all, ReplayJson::named);
              to.count("exitCode", exitCode);
            }));
  }

  private static void named(Printer to, ValidationResult result) {
    to.text("action", result.action().kind().wire());
    verdict(to, result);
  }

  private static void verdict(Printer to, ValidationResult result) {
    to.text("verdict", result.verdict().name());
    to.text("reason", result.reason().wire());
    to.real("probability", SummaryJson.rounded(result.probability(), DIGITS));
  }
}
