package dev.aegis.app.oncall;

import dev.aegis.app.host.Contribution;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Handle;
import dev.aegis.room.Quorum;
import dev.aegis.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What people answer and say on a page, until whoever leads the incident takes it. Once a plan is
 * decided, by one no or by as many different people as it needs, whoever comes next is told so.
 * Used by many threads.
 */
public final class AskedOnPage implements Approvals {
  /** What waits for the next round. */
  private static final int MOST_WAITING = 20;

  private final ConcurrentMap<String, List<Approval>> answers = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Queue<Approval>> waiting = new ConcurrentHashMap<>();
  private final Queue<Contribution> said = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Semaphore bell = new Semaphore(0);
  private volatile Set<RoomId> led = Set.of();

  /**
   * Takes an answer.
   *
   * @param asked the request that it answers
   * @return how far it goes with this one; empty where this one does not count, since it was
   *     decided before or the same person has said yes
   */
  public Optional<Quorum> answer(ApprovalRequest asked, Approval approval) {
    Quorum[] after = new Quorum[1];
    answers.compute(
        asked.planHash(),
        (hash, before) -> {
          List<Approval> said = before == null ? List.of() : before;
          Quorum now = Quorum.of(asked, said);
          boolean twice = approval.granted() && now.hasGranted(approval.approver());
          if (now.answer().isPresent() || twice) {
            return said;
          }
          List<Approval> all = Stream.concat(said.stream(), Stream.of(approval)).toList();
          after[0] = Quorum.of(asked, all);
          waiting.computeIfAbsent(hash, _ -> new ConcurrentLinkedQueue<>()).add(approval);
          return all;
        });
    bell.release();
    return Optional.ofNullable(after[0]);
  }

  /** How far the answers go that were taken here. */
  public Quorum quorum(ApprovalRequest asked) {
    return Quorum.of(asked, answers.getOrDefault(asked.planHash(), List.of()));
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
    return Optional.ofNullable(waiting.get(request.planHash()))
        .map(Queue::poll)
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
