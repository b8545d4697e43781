package dev.aegis.twin;

import java.util.Arrays;

/**
 * Requests that are somewhere in the system, in parallel arrays with a free list, and their
 * deadlines. Every client waits equally long, so deadlines come in the order of arrival and a ring
 * holds them: no event is spent on a timeout. An entry of the ring whose request has ended is
 * recognised by the request's generation.
 */
final class Requests {
  static final byte FREE = 0;
  static final byte WAITING = 1;
  static final byte CALLING = 2;
  static final byte WORKING = 3;

  /** It is in calls that nobody stands in the way of, and works after them. */
  static final byte AWAY = 7;

  /** It waits for a connection, and holds its slot. */
  static final byte POOLED = 6;

  /** It will never be answered, and holds its slot until its pod is gone. */
  static final byte STUCK = 5;

  /** Its pod died under it; it stays until its pending event has come by. */
  static final byte LOST = 4;

  /** Small enough to stay in the processor's nearest memory. */
  private static final int RING = 1 << 9;

  double[] arrived;
  long[] bits;
  int[] pod;
  int[] next;
  byte[] state;
  byte[] origin;
  byte[] server;

  /** Which of the region's calls it is in. */
  byte[] call;

  boolean[] answered;
  int[] generation;
  int inSystem;
  private int firstFree;

  private long[] ring;
  private int ringHead;
  private int ringSize;

  Requests(int capacity) {
    arrived = new double[capacity];
    bits = new long[capacity];
    pod = new int[capacity];
    next = new int[capacity];
    state = new byte[capacity];
    origin = new byte[capacity];
    server = new byte[capacity];
    call = new byte[capacity];
    answered = new boolean[capacity];
    generation = new int[capacity];
    link(0, capacity);
    ring = new long[RING];
  }

  Requests(Requests other) {
    arrived = other.arrived.clone();
    bits = other.bits.clone();
    pod = other.pod.clone();
    next = other.next.clone();
    state = other.state.clone();
    origin = other.origin.clone();
    server = other.server.clone();
    call = other.call.clone();
    answered = other.answered.clone();
    generation = other.generation.clone();
    inSystem = other.inSystem;
    firstFree = other.firstFree;
    ring = other.ring.clone();
    ringHead = other.ringHead;
    ringSize = other.ringSize;
  }

  int begin(double now, int home, int region, int servedBy, long randomBits) {
    if (firstFree < 0) {
      grow();
    }
    int r = firstFree;
    firstFree = next[r];
    inSystem++;
    arrived[r] = now;
    bits[r] = randomBits;
    origin[r] = (byte) home;
    server[r] = (byte) region;
    pod[r] = servedBy;
    answered[r] = false;
    next[r] = -1;
    if (ringSize == ring.length) {
      dropEnded();
    }
    ring[(ringHead + ringSize++) & (ring.length - 1)] = (long) generation[r] << 32 | r;
    return r;
  }

  /** Lets every request have arrived later. */
  void postpone(double seconds) {
    for (int i = 0; i < arrived.length; i++) {
      arrived[i] += seconds;
    }
  }

  void free(int r) {
    state[r] = FREE;
    generation[r]++;
    next[r] = firstFree;
    firstFree = r;
    inSystem--;
  }

  /**
   * Takes the oldest deadline off the ring when its request arrived before the given time.
   *
   * @return the request, {@code -1} when it had ended before, {@code -2} when no deadline is due
   */
  int nextOverdue(double arrivedBefore) {
    if (ringSize == 0) {
      return -2;
    }
    long entry = ring[ringHead];
    int r = (int) entry;
    boolean ended = hasEnded(entry);
    if (!ended && arrived[r] >= arrivedBefore) {
      return -2;
    }
    dropOldest();
    return ended || answered[r] ? -1 : r;
  }

  /** Whether an event of its own will come by, unless its pod shares its processors. */
  static boolean hasEvent(byte state) {
    return state == CALLING || state == WORKING || state == AWAY;
  }

  /** A number above 0 and below 1 that is the request's own, another for each purpose. */
  double drawn(int r, int purpose) {
    return Draws.upper(Draws.bits(bits[r], purpose));
  }

  int capacity() {
    return state.length;
  }

  private void link(int from, int to) {
    for (int i = from; i < to; i++) {
      next[i] = i + 1 < to ? i + 1 : -1;
    }
    firstFree = from;
  }

  private void grow() {
    int from = state.length;
    int to = 2 * from;
    arrived = Arrays.copyOf(arrived, to);
    bits = Arrays.copyOf(bits, to);
    pod = Arrays.copyOf(pod, to);
    next = Arrays.copyOf(next, to);
    state = Arrays.copyOf(state, to);
    origin = Arrays.copyOf(origin, to);
    server = Arrays.copyOf(server, to);
    call = Arrays.copyOf(call, to);
    answered = Arrays.copyOf(answered, to);
    generation = Arrays.copyOf(generation, to);
    link(from, to);
  }

  /** Makes room in the ring: most of the oldest have been answered long before their deadline. */
  private void dropEnded() {
    while (ringSize > 0 && hasEnded(ring[ringHead])) {
      dropOldest();
    }
    if (ringSize > ring.length / 2) {
      growRing();
    }
  }

  private boolean hasEnded(long entry) {
    return generation[(int) entry] != (int) (entry >>> 32);
  }

  private void dropOldest() {
    ringHead = (ringHead + 1) & (ring.length - 1);
    ringSize--;
  }

  private void growRing() {
    long[] bigger = new long[2 * ring.length];
    for (int i = 0; i < ringSize; i++) {
      bigger[i] = ring[(ringHead + i) & (ring.length - 1)];
    }
    ring = bigger;
    ringHead = 0;
  }
}
