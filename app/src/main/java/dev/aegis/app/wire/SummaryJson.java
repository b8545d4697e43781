package dev.aegis.app.wire;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Incident.Judged;
import dev.aegis.room.Decision;
import dev.aegis.room.Quorum;
import dev.aegis.room.RoomId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last line of {@code --json}: how a run ended, for programs that do not read the room. */
public final class SummaryJson {
  private static final int CENTS = 2;

  private SummaryJson() {}

  /**
   * One line {@code {"summary":{…}}}. What there was not, such as an action when nothing was
   * proposed that passed, is {@code null}.
   *
   * @param scenario what was run; empty for a recording
   * @param room the incident; {@code null} when there was none
   * @param incident as it ended
   * @param status how it ended, in words
   * @param exitCode of the process
   */
  public static String write(
      String scenario,
      long seed,
      @Nullable RoomId room,
      Incident incident,
      String status,
      int exitCode) {
    return write(scenario, seed, room, incident, status, exitCode, null);
  }

  /**
   * The same of a recording.
   *
   * @param recorded what there is to say beside the incident
   */
  public static String write(
      long seed,
      @Nullable RoomId room,
      Incident incident,
      String status,
      int exitCode,
      Recorded recorded) {
    return write("", seed, room, incident, status, exitCode, recorded);
  }

  private static String write(
      String scenario,
      long seed,
      @Nullable RoomId room,
      Incident incident,
      String status,
      int exitCode,
      @Nullable Recorded recorded) {
    return Printer.line(out ->
        out.object(
            "summary",
            incident,
            (to, of) -> {
              to.text("scenario", scenario);
              to.count("seed", seed);
              to.textOrNull("incident", room == null ? null : room.value());
              to.flag("resolved", resolved(of));
              to.text("status", status);
              to.textOrNull("cause", cause(of));
              to.textOrNull("action", action(of));
              to.list("verdicts", of.judged(), SummaryJson::verdict);
              to.textOrNull("approvedBy", approver(of));
              worth(to, of);
              to.optional("recording", recorded, SummaryJson::recorded);
              to.count("exitCode", exitCode);
            }));
  }

  private static boolean resolved(Incident incident) {
    return incident.decision().map(d -> d.outcome() == Decision.Outcome.RESOLVED).orElse(false);
  }

  private static @Nullable String cause(Incident incident) {
    return incident.diagnosis().map(d -> d.leading().cause().wire()).orElse(null);
  }

  /** What was executed or, before that, what a person is asked to approve. */
  private static @Nullable String action(Incident incident) {
    return incident.approvalRequest().map(r -> r.plan().action().kind().wire()).orElse(null);
  }

  private static @Nullable String approver(Incident incident) {
    return incident.quorum().filter(Quorum::reached).map(Quorum::decidedBy).orElse(null);
  }

  private static void verdict(Printer to, Judged attempt) {
    to.text("action", attempt.proposal().action().kind().wire());
    to.text("verdict", attempt.result().verdict().name());
    to.text("reason", attempt.result().reason().wire());
    to.real("probability", rounded(attempt.result().probability(), 4));
  }

  private static void recorded(Printer to, Recorded recorded) {
    to.flag("objectivesDeclared", recorded.promised());
    to.textOrNull("now", text(recorded.now()));
    to.textOrNull("overAt", text(recorded.over()));
    to.count("otherIncidents", recorded.others());
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static void worth(Printer to, Incident incident) {
    Optional<Decision.Worth> worth = incident.decision().map(Decision::worth);
    boolean back = resolved(incident);
    money(
        to,
        "secondsToRecovery",
        back ? worth.map(Decision.Worth::downtimeSeconds) : Optional.empty());
    money(to, "manualSeconds", worth.map(Decision.Worth::manualSeconds));
    money(to, "downtimeCost", worth.map(Decision.Worth::downtimeDollars));
    money(to, "remediationCost", worth.map(Decision.Worth::remediationDollars));
    money(to, "avertedCost", worth.map(Decision.Worth::avertedDollars));
  }

  private static void money(Printer to, String name, Optional<Double> value) {
    if (value.isPresent()) {
      to.real(name, rounded(value.get(), CENTS));
    } else {
      to.textOrNull(name, null);
    }
  }

  static double rounded(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).doubleValue();
  }
}
