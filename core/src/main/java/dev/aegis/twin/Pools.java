package dev.aegis.twin;

import java.util.Arrays;
import java.util.List;

/**
 * Connections of every pod to the services that it calls, where it has fewer of them than slots. A
 * request that finds none free waits in its slot, first come first served.
 */
final class Pools {
  private final int most;

  /** Connections of a pod by region and call; 0 where there are enough. */
  private final int[] connections;

  private final boolean none;

  /** By pod and call. */
  private int[] inUse = new int[0];

  private int[] head = new int[0];
  private int[] tail = new int[0];

  Pools(ServiceModel model, int most) {
    this.most = most;
    List<ServiceModel.Region> regions = model.regions();
    connections = new int[regions.size() * most];
    for (int r = 0; r < regions.size(); r++) {
      List<Call> calls = regions.get(r).calls();
      for (int k = 0; k < calls.size(); k++) {
        connections[r * most + k] =
            model.serving().connections(calls.get(k).to(), model.slotsPerPod());
      }
    }
    none = Arrays.stream(connections).allMatch(c -> c == 0);
  }

  Pools(Pools other) {
    most = other.most;
    connections = other.connections;
    none = other.none;
    inUse = other.inUse.clone();
    head = other.head.clone();
    tail = other.tail.clone();
  }

  /** Whether calls may have to wait for a connection. */
  boolean isLimited(int r, int k) {
    return connections[r * most + k] > 0;
  }

  /** Takes a connection; false where none is free. */
  boolean take(int r, int k, int pod) {
    if (!isLimited(r, k)) {
      return true;
    }
    int i = index(pod, k);
    if (inUse[i] >= connections[r * most + k]) {
      return false;
    }
    inUse[i]++;
    return true;
  }

  void await(int k, int pod, int request, int[] next) {
    int i = index(pod, k);
    next[request] = -1;
    if (head[i] < 0) {
      head[i] = request;
    } else {
      next[tail[i]] = request;
    }
    tail[i] = request;
  }

  /**
   * A connection is free.
   *
   * @return the request that has it now; -1 where nobody waits
   */
  int passOn(int r, int k, int pod, int[] next) {
    if (!isLimited(r, k)) {
      return -1;
    }
    int i = index(pod, k);
    int request = head[i];
    if (request < 0) {
      inUse[i]--;
    } else {
      head[i] = next[request];
    }
    return request;
  }

  /** The pod is gone, with all that it had and all that waited. */
  void forget(int pod) {
    if (none || inUse.length < (pod + 1) * most) {
      return;
    }
    Arrays.fill(inUse, pod * most, (pod + 1) * most, 0);
    Arrays.fill(head, pod * most, (pod + 1) * most, -1);
  }

  private int index(int pod, int k) {
    int needed = (pod + 1) * most;
    if (inUse.length < needed) {
      int from = inUse.length;
      int to = Math.max(2 * from, needed);
      inUse = Arrays.copyOf(inUse, to);
      head = Arrays.copyOf(head, to);
      tail = Arrays.copyOf(tail, to);
      Arrays.fill(head, from, to, -1);
    }
    return pod * most + k;
  }
}
