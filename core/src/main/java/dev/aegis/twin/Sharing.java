package dev.aegis.twin;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Requests of a pod that share its processors: with n of them at work each goes on at the speed
 * {@code min(1, cores / n)}. Every pod has a clock that runs at that speed; a request is done when
 * the clock has moved on by its work, so that the next one to end is the least of a heap and none
 * has to be touched when another comes or goes (Parekh and Gallager, A Generalized Processor
 * Sharing Approach to Flow Control, 1993, call it virtual time).
 *
 * <p>A pod has at most one event that counts, under the number {@code ~pod}; others are out of
 * date.
 */
final class Sharing {
  /** What is left of the work when rounding is to blame, in seconds. */
  private static final double ROUNDING = 1e-9;

  private final double cores;

  /** By pod: its clock, when it was read, when its event comes, requests at work. */
  private double[] clock = new double[0];

  private double[] readAt = new double[0];
  private double[] next = new double[0];
  private int[] working = new int[0];

  /** Heaps by pod: what the clock shows when they are done, and who they are. */
  private double[][] doneAt = new double[0][];

  private int[][] request = new int[0][];

  Sharing(double cores) {
    this.cores = cores;
  }

  Sharing(Sharing other) {
    cores = other.cores;
    clock = other.clock.clone();
    readAt = other.readAt.clone();
    next = other.next.clone();
    working = other.working.clone();
    doneAt = new double[other.doneAt.length][];
    request = new int[other.request.length][];
    for (int p = 0; p < doneAt.length; p++) {
      doneAt[p] = other.doneAt[p].clone();
      request[p] = other.request[p].clone();
    }
  }

  /** Lets a request work for so many seconds of a processor of its own. */
  void begin(int p, int who, double seconds, double now, EventHeap events) {
    room(p);
    read(p, now);
    if (working[p] == doneAt[p].length) {
      doneAt[p] = Arrays.copyOf(doneAt[p], 2 * working[p]);
      request[p] = Arrays.copyOf(request[p], 2 * working[p]);
    }
    int hole = working[p]++;
    double done = clock[p] + seconds;
    while (hole > 0 && doneAt[p][(hole - 1) / 2] > done) {
      move(p, (hole - 1) / 2, hole);
      hole = (hole - 1) / 2;
    }
    doneAt[p][hole] = done;
    request[p][hole] = who;
    schedule(p, now, events);
  }

  /**
   * A pod's event has come.
   *
   * @return the request that is done; -1 where the event is out of date, or came too early because
   *     others have come since
   */
  int end(int p, double now, EventHeap events) {
    if (next[p] != now) {
      return -1;
    }
    next[p] = Double.POSITIVE_INFINITY;
    read(p, now);
    int done = -1;
    if (working[p] > 0 && doneAt[p][0] - clock[p] <= ROUNDING) {
      done = request[p][0];
      removeFirst(p);
    }
    schedule(p, now, events);
    return done;
  }

  /** The pod is gone; whoever was at work is told to the consumer. */
  void forget(int p, IntConsumer lost) {
    if (p >= working.length) {
      return;
    }
    for (int i = 0; i < working[p]; i++) {
      lost.accept(request[p][i]);
    }
    working[p] = 0;
    next[p] = Double.POSITIVE_INFINITY;
  }

  /** Lets everything happen later, together with the events. */
  void postpone(double seconds) {
    for (int p = 0; p < working.length; p++) {
      readAt[p] += seconds;
      next[p] += seconds;
    }
  }

  private void read(int p, double now) {
    clock[p] += (now - readAt[p]) * speed(p);
    readAt[p] = now;
  }

  private double speed(int p) {
    return working[p] <= cores ? 1 : cores / working[p];
  }

  /**
   * An event that comes too early does no harm; one is needed only where it would come too late.
   */
  private void schedule(int p, double now, EventHeap events) {
    if (working[p] == 0) {
      return;
    }
    double at = now + Math.max(0, doneAt[p][0] - clock[p]) / speed(p);
    if (at < next[p]) {
      next[p] = at;
      events.push(at, ~p);
    }
  }

  private void removeFirst(int p) {
    int last = --working[p];
    double done = doneAt[p][last];
    int who = request[p][last];
    int hole = 0;
    for (; ; ) {
      int child = 2 * hole + 1;
      if (child >= last) {
        break;
      }
      if (child + 1 < last && doneAt[p][child + 1] < doneAt[p][child]) {
        child++;
      }
      if (doneAt[p][child] >= done) {
        break;
      }
      move(p, child, hole);
      hole = child;
    }
    doneAt[p][hole] = done;
    request[p][hole] = who;
  }

  private void move(int p, int from, int to) {
    doneAt[p][to] = doneAt[p][from];
    request[p][to] = request[p][from];
  }

  private void room(int p) {
    int from = working.length;
    if (p < from) {
      return;
    }
    int to = Math.max(16, 2 * (p + 1));
    clock = Arrays.copyOf(clock, to);
    readAt = Arrays.copyOf(readAt, to);
    next = Arrays.copyOf(next, to);
    working = Arrays.copyOf(working, to);
    doneAt = Arrays.copyOf(doneAt, to);
    request = Arrays.copyOf(request, to);
    for (int i = from; i < to; i++) {
      next[i] = Double.POSITIVE_INFINITY;
      doneAt[i] = new double[4];
      request[i] = new int[4];
    }
  }

  /**
   * Mean time of a request's work under sharing. For Poisson arrivals and any distribution it is
   * {@code D (1 + C / (c (1 − ρ)))} with Erlang's C for c servers: the number at work is that of
   * M/M/c, whatever the shape of the work (Kelly, Reversibility and Stochastic Networks, 1979, ch.
   * 3). Where pods take turns, arrivals at each are more regular, and what is beyond D shrinks by
   * {@code (1 + 1 / pods) / 2} (Allen and Cunneen's approximation for Erlang arrivals).
   *
   * @param millis the work D on a processor of its own
   * @param perSecond requests of a pod
   * @param cores of a pod; 0 where nothing is shared
   * @param pods that take turns
   */
  static double shared(double millis, double perSecond, double cores, double pods) {
    double busy = perSecond * millis / 1000 / cores;
    if (!(cores > 0) || !(busy > 0)) {
      return millis;
    }
    double load = Math.min(MOST_LOAD, busy);
    double regular = (1 + 1 / Math.max(1, pods)) / 2;
    return millis * (1 + regular * erlangC(cores, load) / (cores * (1 - load)));
  }

  /** The work on a processor of its own that takes so long under sharing; the inverse. */
  static double alone(double sharedMillis, double perSecond, double cores, double pods) {
    if (!(cores > 0) || !(perSecond > 0) || !(sharedMillis > 0)) {
      return sharedMillis;
    }
    double low = 0;
    double high = Math.min(sharedMillis, MOST_LOAD * 1000 * cores / perSecond);
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (shared(middle, perSecond, cores, pods) < sharedMillis) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private static final double MOST_LOAD = 0.999;
  private static final int HALVINGS = 50;

  /** The probability that all are busy; between whole numbers of servers on a straight line. */
  private static double erlangC(double servers, double load) {
    int whole = (int) Math.floor(servers);
    double more = servers - whole;
    double fewer = ofWhole(Math.max(1, whole), load);
    return more == 0 ? fewer : (1 - more) * fewer + more * ofWhole(whole + 1, load);
  }

  private static double ofWhole(int servers, double load) {
    double offered = servers * load;
    double b = 1;
    for (int n = 1; n <= servers; n++) {
      b = offered * b / (n + offered * b);
    }
    return b / (1 - load * (1 - b));
  }
}
