package dev.aegis.agent;

import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Answer;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Deferral;
import dev.aegis.room.Execution;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What @commander tells people: what is awaited of whom, and what may be done here. */
final class CommanderAnswers {
  private final Turn turn;
  private final Incident incident;

  CommanderAnswers(Turn turn) {
    this.turn = turn;
    this.incident = Incident.of(turn.log());
  }

  Answer answer(String question) {
    return new Topics(
            List.of(
                Topics.Topic.of(
                    "what may be done here without asking?",
                    "policy|may|allowed|autonomy|without asking|by itself",
                    () -> Topics.fromTheRoom(policy())),
                Topics.Topic.of(
                    "what is awaited, of whom?",
                    "await|awaits|awaited|wait|waits|waiting|who|whom|next|status|state|stands?|expires?|expiry|how"
                        + " long|plan|approval|happens?|happening|going"
                        + " on|doing|approved?|reject|execute|start|go|do it",
                    () -> Topics.fromTheRoom(awaited()))),
            List.of())
        .answer(question);
  }

  private String policy() {
    return switch (turn.desk().policy().autonomy()) {
      case APPROVE ->
          "Nothing is done without an approval of exactly the plan that is asked for; the policy's"
              + " autonomy is approve.";
      case RECOMMEND ->
          "Nothing is carried out here: a proved plan is handed to a person; the policy's autonomy"
              + " is recommend.";
      case OBSERVE -> "Nothing is carried out here; the policy's autonomy is observe.";
    };
  }

  private String awaited() {
    if (incident.decision().isPresent()) {
      return "Nothing is awaited: " + incident.decision().get().sentence() + ".";
    }
    Optional<ApprovalRequest> open = incident.openRequest();
    if (open.isPresent()) {
      ApprovalRequest asked = open.get();
      return "A person is awaited: to approve or reject plan "
          + asked.planHash().substring(0, 8)
          + ", "
          + asked.plan().action().describe()
          + ", "
          + until(asked)
          + ". What is said in the room approves nothing.";
    }
    return incident.escalation().isPresent()
        ? "A person is awaited, who has taken over: " + incident.escalation().get().sentence() + "."
        : agents();
  }

  private String until(ApprovalRequest asked) {
    Duration left = Duration.between(turn.now(), asked.expiresAt());
    String at = "until " + Figures.time(asked.expiresAt()) + " UTC";
    return left.isPositive() ? at + ", " + Figures.duration(left) + " are left" : at + ", expired";
  }

  private String agents() {
    Optional<Execution> step =
        incident.steps().stream()
            .filter(
                e -> e.state() == Execution.State.ARMED || e.state() == Execution.State.DISPATCHED)
            .findFirst();
    if (step.isPresent()) {
      return "The target is awaited: " + step.get().action().describe() + ".";
    }
    Optional<Verification> watched = incident.verification();
    if (watched.isPresent() && watched.get().lookAgainAt() != null) {
      return "Telemetry is awaited: " + watched.get().sentence() + ".";
    }
    Optional<Deferral> later =
        incident.deferrals().stream()
            .reduce((a, b) -> b)
            .filter(d -> d.judgeAgainAt().isAfter(turn.now()));
    return later
        .map(d ->
            "More telemetry is awaited until "
                + Figures.time(d.judgeAgainAt())
                + " UTC: "
                + d.sentence()
                + ".")
        .orElseGet(() -> nextInTurn().map(h -> h + " is awaited.").orElse("Nothing is awaited."));
  }

  /** Whoever was asked last and has not answered yet. */
  private Optional<Handle> nextInTurn() {
    return turn.log().reversed().stream()
        .filter(m -> !m.sender().equals(Handle.HUMAN))
        .flatMap(m -> m.mentions().stream().filter(h -> !isAnswered(m, h)))
        .findFirst();
  }

  private boolean isAnswered(RoomMessage asked, Handle by) {
    return turn.log().stream()
        .anyMatch(m -> asked.id().equals(m.inReplyTo()) && m.sender().equals(by));
  }
}
