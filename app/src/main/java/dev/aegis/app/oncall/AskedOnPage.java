package dev.aegis.app.oncall;

import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Handle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What people answer and ask on a page, until whoever leads the incident takes it. A plan is
 * answered once: the first answer counts, and whoever comes second is told so. Used by many
 * threads.
 */
public final class AskedOnPage implements Approvals {
  /** Questions that wait for the next round. */
  private static final int MOST_QUESTIONS = 20;

  private final ConcurrentMap<String, Approval> answers = new ConcurrentHashMap<>();
  private final Queue<String> questions = new ArrayBlockingQueue<>(MOST_QUESTIONS);
  private final Semaphore bell = new Semaphore(0);

  /**
   * Takes an answer.
   *
   * @return the answer that was there before; empty where this one counts
   */
  public Optional<Approval> answer(Approval approval) {
    Approval first = answers.putIfAbsent(approval.planHash(), approval);
    bell.release();
    return Optional.ofNullable(first);
  }

  /** Takes a question; false where too many wait. */
  public boolean ask(String question) {
    boolean taken = questions.offer(question);
    bell.release();
    return taken;
  }

  /** Waits until somebody says something, for so long at most. */
  public void await(Duration most) throws InterruptedException {
    if (bell.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
      bell.drainPermits();
    }
  }

  @Override
  public Optional<Answer> poll(ApprovalRequest request) {
    return Optional.ofNullable(answers.get(request.planHash()))
        .map(approval -> new Answer(Handle.HUMAN, approval));
  }

  @Override
  public List<String> questions() {
    List<String> taken = new ArrayList<>();
    for (String question = questions.poll(); question != null; question = questions.poll()) {
      taken.add(question);
    }
    return taken;
  }
}
