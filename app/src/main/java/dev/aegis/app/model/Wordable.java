package dev.aegis.app.model;

import dev.aegis.agent.Reply;
import dev.aegis.room.Advice;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Challenge;
import dev.aegis.room.Decision;
import dev.aegis.room.Deferral;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Execution;
import dev.aegis.room.MemoryMark;
import dev.aegis.room.Postmortem;
import dev.aegis.room.Question;
import dev.aegis.room.Recheck;
import dev.aegis.room.Remark;
import dev.aegis.room.Remediation;
import dev.aegis.room.SecurityReview;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.Signal;
import dev.aegis.room.Timer;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verification;
import java.util.List;

/**
 * Which messages a model may put into words. Beside one that asks for an approval, or that arms a
 * step, no words of a model stand: who decides reads what was computed.
 */
final class Wordable {
  private Wordable() {}

  /** Those of a turn; none where one of them must not have a model beside it. */
  static List<Reply> of(List<Reply> said) {
    boolean barred =
        said.stream()
            .map(Reply::payload)
            .anyMatch(p ->
                p instanceof ApprovalRequest
                    || p instanceof Execution
                    || p instanceof Approval
                    || p instanceof SecurityReview);
    return barred ? List.of() : said.stream().filter(Wordable::isWorded).toList();
  }

  private static boolean isWorded(Reply reply) {
    return switch (reply.payload()) {
      case Signal _, Diagnosis _, Remediation _, ValidationResult _, SecuritySignoff _ -> true;
      case Verification v -> v.outcome() != Verification.Outcome.PENDING;
      case Decision _, Escalation _ -> true;
      case Postmortem _,
          ApprovalRequest _,
          Approval _,
          Execution _,
          SecurityReview _,
          Deferral _,
          Question _,
          Answer _,
          Remark _,
          Challenge _,
          Recheck _,
          MemoryMark _,
          Advice _,
          Timer _ ->
          false;
    };
  }

  /** What of it a model is shown: its sentence, and the reason where that stands apart. */
  static String sentences(Reply reply) {
    return switch (reply.payload()) {
      case Remediation p -> ended(reply.text()) + " " + ended(p.why());
      case ValidationResult p -> ended(p.verdict() + ": " + p.sentence());
      case Escalation p -> ended(p.sentence());
      case Decision p -> ended(p.sentence());
      default -> ended(reply.text());
    };
  }

  private static String ended(String sentence) {
    String text = sentence.strip();
    return text.endsWith(".") ? text : text + ".";
  }
}
