package dev.aegis.twin;

import java.util.Arrays;

/**
 * Pending events by time in a 4-ary heap over primitive arrays: half as deep as a binary one, and a
 * node's children lie side by side in memory (LaMarca and Ladner, The Influence of Caches on the
 * Performance of Heaps, 1996). Events are never removed; one that is out of date is recognised when
 * its time comes.
 */
final class EventHeap {
  private double[] times;
  private int[] events;
  private int size;

  EventHeap(int capacity) {
    times = new double[capacity];
    events = new int[capacity];
  }

  EventHeap(EventHeap other) {
    times = other.times.clone();
    events = other.events.clone();
    size = other.size;
  }

  int size() {
    return size;
  }

  /** Time of the next event; infinite when there is none. */
  double nextTime() {
    return size == 0 ? Double.POSITIVE_INFINITY : times[0];
  }

  /** Puts every event off by the same time, which keeps their order. */
  void postpone(double seconds) {
    for (int i = 0; i < size; i++) {
      times[i] += seconds;
    }
  }

  void push(double time, int event) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      events = Arrays.copyOf(events, 2 * size);
    }
    double[] t = times;
    int[] e = events;
    int hole = size++;
    while (hole > 0) {
      int parent = (hole - 1) >> 2;
      if (t[parent] <= time) {
        break;
      }
      t[hole] = t[parent];
      e[hole] = e[parent];
      hole = parent;
    }
    t[hole] = time;
    e[hole] = event;
  }

  /** Removes the next event; the heap must not be empty. */
  int pop() {
    double[] t = times;
    int[] e = events;
    int next = e[0];
    int last = --size;
    double time = t[last];
    int event = e[last];
    int hole = 0;
    for (; ; ) {
      int child = (hole << 2) + 1;
      if (child >= last) {
        break;
      }
      int least;
      if (child + 4 <= last) {
        // A tournament of two rounds, without a branch that depends on the last.
        int left = t[child + 1] < t[child] ? child + 1 : child;
        int right = t[child + 3] < t[child + 2] ? child + 3 : child + 2;
        least = t[right] < t[left] ? right : left;
      } else {
        least = child;
        for (int i = child + 1; i < last; i++) {
          least = t[i] < t[least] ? i : least;
        }
      }
      if (t[least] >= time) {
        break;
      }
      t[hole] = t[least];
      e[hole] = e[least];
      hole = least;
    }
    t[hole] = time;
    e[hole] = event;
    return next;
  }
}
