package dev.aegis.app.oncall;

import dev.aegis.app.host.Contribution;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What people answer and say on a page, until whoever leads the incident takes it. A plan is
 * answered once: the first answer counts, and whoever comes second is told so. Used by many
 * threads.
 */
public final class AskedOnPage implements Approvals {
  /** What waits for the next round. */
  private static final int MOST_WAITING = 20;

  private final ConcurrentMap<String, Approval> answers = new ConcurrentHashMap<>();
  private final Queue<Contribution> said = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Semaphore bell = new Semaphore(0);
  private volatile Set<RoomId> led = Set.of();

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

  /** Takes what a person says; false where too much waits. */
  public boolean say(Contribution contribution) {
    boolean taken = said.offer(contribution);
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
  public List<Contribution> contributions() {
    List<Contribution> taken = new ArrayList<>();
    for (Contribution next = said.poll(); next != null; next = said.poll()) {
      taken.add(next);
    }
    return taken;
  }

  @Override
  public void leads(Set<RoomId> rooms) {
    led = Set.copyOf(rooms);
  }

  /** Whether agents answer in this room. */
  public boolean answersIn(RoomId room) {
    return led.contains(room);
  }
}
