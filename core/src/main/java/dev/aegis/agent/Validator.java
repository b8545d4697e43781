package dev.aegis.agent;

import dev.aegis.incident.Incident;
import dev.aegis.remedy.Planner;
import dev.aegis.room.Answer;
import dev.aegis.room.Challenge;
import dev.aegis.room.Handle;
import dev.aegis.room.Recheck;
import dev.aegis.room.Remediation;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Has a proposed fix replayed and says what came out. It never looks at the diagnosis: the replay
 * judges from the telemetry alone.
 */
public final class Validator implements Agent {
  private final Proof proof;

  public Validator(Proof proof) {
    this.proof = Objects.requireNonNull(proof);
  }

  @Override
  public Handle handle() {
    return Handle.VALIDATOR;
  }

  @Override
  public List<Reply> answer(Turn turn) {
    Optional<String> question = Topics.asked(turn);
    if (question.isPresent()) {
      Answer answer = new ValidatorAnswers(turn, proof).answer(question.get());
      return List.of(Reply.to(turn.trigger().sender(), answer.answer(), answer));
    }
    Optional<Challenge> challenge = Rechecks.asked(turn);
    if (challenge.isPresent()) {
      return challenged(turn, challenge.get());
    }
    if (!(turn.trigger().payload() instanceof Remediation proposal)) {
      throw new IllegalStateException(
          "expected a remediation_proposal, found " + turn.trigger().intent().wire());
    }
    ValidationResult result = proof.judge(turn, proposal.action());
    return List.of(Reply.to(next(result), result.verdict() + ": " + result.sentence(), result));
  }

  /** Replays again; where the verdict is another one, the plan that rests on it is void. */
  private List<Reply> challenged(Turn turn, Challenge challenge) {
    Incident incident = Incident.of(turn.log());
    Rechecks rechecks = Rechecks.of(turn, challenge);
    if (!(Rechecks.claim(turn, challenge).payload() instanceof ValidationResult was)
        || incident.firstArmedAt().isPresent()) {
      return List.of(Rechecks.reply(rechecks.recheck("")));
    }
    ValidationResult now = proof.judge(turn, was.action());
    Recheck recheck = rechecks.with(Verdicts.compared(was, now)).recheck(now.sentence());
    List<Reply> replies = new ArrayList<>(List.of(Rechecks.reply(recheck)));
    boolean voids =
        now.verdict() != Verdict.PASS
            && incident
                .openRequest()
                .filter(r -> r.plan().action().equals(was.action()))
                .isPresent();
    if (voids) {
      replies.add(Reply.to(next(now), now.verdict() + ": " + now.sentence(), now));
    }
    return replies;
  }

  /**
   * Who acts next: the remediator while another fix could fare better, else the commander. An
   * abstention holds for every fix when the twin could not even be calibrated.
   */
  private static Handle next(ValidationResult result) {
    boolean calibrated = !result.evidence().isEmpty();
    return switch (result.verdict()) {
      case PASS -> Handle.COMMANDER;
      case REJECT -> Handle.REMEDIATOR;
      case ABSTAIN ->
          calibrated && Planner.leavesRoom(result.reason()) ? Handle.REMEDIATOR : Handle.COMMANDER;
    };
  }
}
