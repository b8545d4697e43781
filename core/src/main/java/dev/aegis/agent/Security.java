package dev.aegis.agent;

import dev.aegis.incident.Incident;
import dev.aegis.policy.SecurityAssessment;
import dev.aegis.room.Answer;
import dev.aegis.room.Challenge;
import dev.aegis.room.Handle;
import dev.aegis.room.SecurityReview;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.ValidationResult;
import java.util.List;
import java.util.Optional;

/** Recruited for plans that cannot be undone or reach far: says what can still go wrong. */
public final class Security implements Agent {
  @Override
  public Handle handle() {
    return Handle.SECURITY;
  }

  @Override
  public List<Reply> answer(Turn turn) {
    Optional<String> question = Topics.asked(turn);
    if (question.isPresent()) {
      Answer answer = new SecurityAnswers(turn).answer(question.get());
      return List.of(Reply.to(turn.trigger().sender(), answer.answer(), answer));
    }
    Optional<Challenge> challenge = Rechecks.asked(turn);
    if (challenge.isPresent()) {
      return List.of(Rechecks.reply(turn, challenge.get()));
    }
    if (!(turn.trigger().payload() instanceof SecurityReview review)) {
      throw new IllegalStateException(
          "expected a security_review, found " + turn.trigger().intent());
    }
    ValidationResult result =
        Incident.of(turn.log())
            .find(review.plan().validation())
            .filter(m -> m.payload() instanceof ValidationResult)
            .map(m -> (ValidationResult) m.payload())
            .orElseThrow(() -> new IllegalStateException("the plan names no verdict in the room"));
    SecuritySignoff signoff = SecurityAssessment.of(review.plan(), result, turn.desk().profile());
    String text =
        (signoff.accepted() ? "signed off" : "not signed off")
            + ", residual risk: "
            + String.join("; ", signoff.residualRisks());
    return List.of(Reply.to(Handle.COMMANDER, text, signoff));
  }
}
