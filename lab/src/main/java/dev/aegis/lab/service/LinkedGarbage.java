package dev.aegis.lab.service;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Small objects that point at each other. A collector has to follow every pointer, so that a heap
 * full of them slows a process down long before it ends it; flat arrays of the same size would not.
 */
final class LinkedGarbage {
  /** A header, two references and a number: 32 bytes without and 24 with compressed pointers. */
  private static final int NODE_BYTES = 24;

  private LinkedGarbage() {}

  /** One object of a chain, with a second way into it. */
  static final class Node {
    final @Nullable Node next;
    final @Nullable Node across;
    final long value;

    Node(@Nullable Node next, @Nullable Node across, long value) {
      this.next = next;
      this.across = across;
      this.value = value;
    }
  }

  /** A chain of about so many bytes, ending in what is given. */
  static @Nullable Node chain(double bytes, @Nullable Node end) {
    Node head = end;
    Node across = end;
    for (long left = (long) (bytes / NODE_BYTES); left > 0; left--) {
      head = new Node(head, across, left);
      if (ThreadLocalRandom.current().nextInt(16) == 0) {
        across = head;
      }
    }
    return head;
  }
}
