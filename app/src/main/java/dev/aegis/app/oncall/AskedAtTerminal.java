package dev.aegis.app.oncall;

import dev.aegis.app.cli.ApprovalPrompt;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Contribution;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Handle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal while production goes on. Used by one thread. */
public final class AskedAtTerminal implements Approvals {
  private static final String OPERATOR = "operator";

  private final Streams streams;
  private final Queue<String> questions = new ConcurrentLinkedQueue<>();
  private @Nullable String asked;
  private @Nullable CompletableFuture<ApprovalPrompt.Answer> answer;

  public AskedAtTerminal(Streams streams) {
    this.streams = streams;
  }

  @Override
  public List<Contribution> contributions() {
    List<Contribution> asked = new ArrayList<>();
    for (String question = questions.poll(); question != null; question = questions.poll()) {
      asked.add(Contribution.typed(question, OPERATOR, true));
    }
    return asked;
  }

  @Override
  public Optional<Answer> poll(ApprovalRequest request) {
    CompletableFuture<ApprovalPrompt.Answer> waiting = answer;
    if (waiting == null || !request.planHash().equals(asked)) {
      waiting = new CompletableFuture<>();
      CompletableFuture<ApprovalPrompt.Answer> given = waiting;
      Thread.ofPlatform()
          .daemon()
          .name("approval")
          .start(() ->
              given.complete(
                  ApprovalPrompt.ask(
                      request.planHash(), request.approvers(), streams, questions::add)));
      asked = request.planHash();
      answer = waiting;
    }
    if (!waiting.isDone()) {
      return Optional.empty();
    }
    ApprovalPrompt.Answer said = waiting.join();
    return Optional.of(
        new Answer(
            Handle.HUMAN,
            new Approval(request.planHash(), said.granted(), OPERATOR, said.reason())));
  }
}
