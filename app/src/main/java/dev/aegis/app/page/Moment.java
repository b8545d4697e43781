package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.postmortem.PostmortemReport;
import dev.aegis.room.Payload;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One entry of the timeline, in which alerts, changes, agents and people stand in one order, each
 * when it happened rather than when it was said.
 *
 * @param at ISO 8601
 * @param said the same as time of day, UTC
 * @param kind {@code change}, {@code alert}, {@code agent}, {@code person} or {@code step}
 * @param who did it
 * @param what one line
 * @param seq of the message that tells it; 0 where it happened before the room was opened
 */
public record Moment(String at, String said, String kind, String who, String what, long seq) {
  /** Newer ones are left out of a timeline that would be longer. */
  static final int MOST = 60;

  private static final int LONGEST = 140;

  /** Oldest first. */
  static List<Moment> of(Incident incident) {
    record Dated(Instant at, Moment moment) {}
    List<Dated> all = new ArrayList<>();
    incident
        .signal()
        .ifPresent(signal -> {
          for (Signal.Suspect suspect : signal.suspects()) {
            var change = suspect.change();
            String what =
                change.kind().name().toLowerCase(Locale.ROOT)
                    + " "
                    + change.version()
                    + (change.service().isEmpty() ? "" : " of " + change.service());
            all.add(new Dated(change.at(), moment(change.at(), "change", "recorded", what, 0)));
          }
          all.add(
              new Dated(
                  signal.startedAt(),
                  moment(signal.startedAt(), "alert", "onset", "the first anomalous point", 0)));
        });
    for (RoomMessage message : incident.log()) {
      String kind = kind(message);
      if (!kind.isEmpty()) {
        all.add(
            new Dated(
                message.ts(),
                moment(
                    message.ts(),
                    kind,
                    MessageView.who(message),
                    PostmortemReport.line(message.payload()),
                    message.seq())));
      }
    }
    return all.stream()
        .sorted(Comparator.comparing(Dated::at))
        .map(Dated::moment)
        .limit(MOST)
        .toList();
  }

  private static Moment moment(Instant at, String kind, String who, String what, long seq) {
    String inert = Said.inert(what);
    String line = inert.length() <= LONGEST ? inert : inert.substring(0, LONGEST - 1) + "…";
    return new Moment(at.toString(), Figures.time(at), kind, Said.inert(who), line, seq);
  }

  private static String kind(RoomMessage message) {
    Payload payload = message.payload();
    return switch (payload.intent()) {
      case SIGNAL -> "alert";
      case HYPOTHESIS,
          REMEDIATION_PROPOSAL,
          VALIDATION_RESULT,
          SECURITY_SIGNOFF,
          APPROVAL_REQUEST,
          RECHECK,
          DECISION,
          ESCALATION,
          DEFERRAL,
          VERIFICATION ->
          "agent";
      case EXECUTION -> "step";
      case APPROVAL, REMARK, CHALLENGE, MEMORY_MARK -> "person";
      case QUESTION -> message.sender().name().equals("@human") ? "person" : "agent";
      case ANSWER -> message.repliedTo().isEmpty() ? "alert" : "";
      case SECURITY_REVIEW, POSTMORTEM, TIMER, ADVICE -> "";
    };
  }
}
