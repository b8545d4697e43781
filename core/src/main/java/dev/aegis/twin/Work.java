package dev.aegis.twin;

import java.util.Objects;

/** What pods do with requests: calls of other services, work of their own, and the end of both. */
final class Work {
  private final SimulationState state;
  private final Clients clients;
  private final Lifecycle lifecycle;
  private final Requests requests;
  private final Pods pods;
  private final Calls calls;
  private final Behaviour behaviour;
  private final Tally[] tallies;
  private final EventHeap events;
  private double serviceSeconds;
  private Draws.Shape shape;

  Work(SimulationState state, Clients clients, Lifecycle lifecycle, Draws.Shape shape) {
    this.state = state;
    this.clients = clients;
    this.lifecycle = lifecycle;
    this.shape = shape;
    requests = state.requests;
    pods = state.pods;
    calls = state.calls;
    behaviour = state.behaviour;
    tallies = state.tallies;
    events = state.events;
    serviceSeconds = state.model.serviceMillis() / 1000;
  }

  /** The distribution of service times, with mean 1. */
  Draws.Shape shape() {
    return shape;
  }

  /** From now on requests are so. */
  void take(Fitted.Allowed allowed) {
    shape = Draws.Shape.lognormal(allowed.variation() * state.model.serviceCv());
    serviceSeconds = allowed.pace() * state.model.serviceMillis() / 1000;
    calls.take(allowed, state.now);
  }

  /** A request comes to its pod, which has room for it. */
  void take(int request) {
    int p = requests.pod[request];
    if (pods.busy[p] < state.slots) {
      serve(request, p, requests.server[request]);
    } else {
      state.enqueue(request, p);
    }
  }

  private void serve(int request, int p, int r) {
    state.settle(r);
    state.busy[r]++;
    pods.busy[p]++;
    state.enterCalls(r);
    int v = pods.version[p];
    if (behaviour.hangs[v] > 0
        && state.now >= behaviour.hangsFrom[v]
        && requests.drawn(request, 5) < behaviour.hangs[v]) {
      requests.state[request] = Requests.STUCK;
      return;
    }
    if (calls.contended[r] == 0 && state.sharing == null) {
      endAt(request, state.now + seconds(p, r, requests.bits[request]));
    } else {
      callOrWork(request, r, 0, plainCalls(r, requests.bits[request]));
    }
  }

  /** How long a request takes that nobody stands in the way of; counts what it spends on what. */
  double seconds(int p, int r, long bits) {
    return plainCalls(r, bits) + workSeconds(p, r, bits);
  }

  private double plainCalls(int r, long bits) {
    Tally tally = tallies[r];
    tally.dependencyCalls += calls.any(r) ? 1 : 0;
    double plain = calls.plain(r, bits, behaviour.dependencyFactor);
    tally.dependencySeconds += plain;
    return plain;
  }

  private double workSeconds(int p, int r, long bits) {
    double seconds =
        serviceSeconds
            * behaviour.serviceFactor
            * behaviour.slowdown[pods.version[p]]
            * shape.at(Draws.upper(bits));
    if (!state.warmUp.isOver(state.now)) {
      seconds *= state.warmUp.factor(state.now - pods.readySince[p]);
    }
    if (behaviour.gcCost == 0) {
      return seconds;
    }
    double collecting = seconds * (behaviour.burden(state.heapOf(p)) - 1);
    tallies[r].gcSeconds += collecting;
    return seconds + collecting;
  }

  /** Begins the next contended call from k on or, when none is left, everything else in one. */
  private void callOrWork(int request, int r, int k, double plain) {
    int next = calls.contended[r] == 0 ? -1 : calls.contendedFrom(r, k);
    if (next < 0) {
      callAndWork(request, r, plain);
      return;
    }
    requests.call[request] = (byte) next;
    if (calls.pools.take(r, next, requests.pod[request])) {
      call(request, r, next);
    } else {
      requests.state[request] = Requests.POOLED;
      calls.pools.await(next, requests.pod[request], request, requests.next);
    }
  }

  private void callAndWork(int request, int r, double plain) {
    int p = requests.pod[request];
    if (state.sharing == null) {
      endAt(request, state.now + plain + workSeconds(p, r, requests.bits[request]));
    } else if (plain > 0) {
      requests.state[request] = Requests.AWAY;
      events.push(state.now + plain, request);
    } else {
      shareWork(request, p, r);
    }
  }

  private void shareWork(int request, int p, int r) {
    double seconds = workSeconds(p, r, requests.bits[request]);
    requests.state[request] = Requests.WORKING;
    Objects.requireNonNull(state.sharing).begin(p, request, seconds, state.now, events);
  }

  /** A request has all to itself until then. */
  void endAt(int request, double ends) {
    requests.state[request] = Requests.WORKING;
    events.push(ends, request);
  }

  private void call(int request, int r, int k) {
    double seconds = calls.begin(r, k, requests.bits[request], behaviour.dependencyFactor);
    tallies[r].dependencySeconds += seconds;
    requests.state[request] = Requests.CALLING;
    events.push(state.now + seconds, request);
  }

  private void passOnConnection(int r, int k, int p) {
    int request = calls.pools.passOn(r, k, p, requests.next);
    if (request >= 0) {
      call(request, r, k);
    }
  }

  /** An event has come: of a request, or the complement of a pod that shares its cores. */
  void happen(int event) {
    if (event < 0) {
      int done = state.sharing == null ? -1 : state.sharing.end(~event, state.now, events);
      if (done >= 0) {
        finish(done);
      }
      return;
    }
    byte stage = requests.state[event];
    if (stage == Requests.WORKING) {
      finish(event);
    } else if (stage == Requests.CALLING) {
      int r = requests.server[event];
      int k = requests.call[event];
      calls.end(r, k);
      passOnConnection(r, k, requests.pod[event]);
      callOrWork(event, r, k + 1, calls.plain(r, requests.bits[event], behaviour.dependencyFactor));
    } else if (stage == Requests.AWAY) {
      shareWork(event, requests.pod[event], requests.server[event]);
    } else {
      requests.free(event);
    }
  }

  private void finish(int request) {
    int p = requests.pod[request];
    int r = requests.server[request];
    int v = pods.version[p];
    if (behaviour.crashes[v] > 0 && requests.drawn(request, 6) < behaviour.crashes[v]) {
      // Its own event has come by: it may be forgotten once it is lost.
      lifecycle.die(p);
      requests.free(request);
      return;
    }
    state.enterCalls(r);
    state.settle(r);
    state.busy[r]--;
    pods.busy[p]--;
    complete(request, state.now);
    if (behaviour.leakPerRequest[v] > 0) {
      pods.heap[p] += behaviour.leakPerRequest[v];
    }
    if (behaviour.leaks(v) && state.heapOf(p) >= 1) {
      lifecycle.die(p);
    } else if (pods.waiting[p] > 0) {
      serve(state.dequeue(p), p, r);
    } else if (pods.state[p] == Pods.DRAINING && pods.busy[p] == 0) {
      lifecycle.stop(p);
    }
  }

  /** Requests that hang are given up, and their slots go to those that wait. */
  void freeHanging() {
    for (int i = 0; i < requests.capacity(); i++) {
      if (requests.state[i] == Requests.STUCK) {
        int p = requests.pod[i];
        state.settle(requests.server[i]);
        state.busy[requests.server[i]]--;
        pods.busy[p]--;
        clients.lose(i);
        requests.free(i);
      }
    }
    for (int p = 0; p < pods.count; p++) {
      while (pods.waiting[p] > 0 && pods.busy[p] < state.slots) {
        serve(state.dequeue(p), p, pods.region[p]);
      }
      if (pods.state[p] == Pods.DRAINING && pods.busy[p] == 0) {
        lifecycle.stop(p);
      }
    }
  }

  /** A request has been worked on to its end. */
  void complete(int request, double ended) {
    int p = requests.pod[request];
    tallies[requests.server[request]].complete(pods.version[p]);
    if (!requests.answered[request]) {
      clients.answer(
          requests.origin[request], p, requests.arrived[request], ended, requests.bits[request]);
    }
    requests.free(request);
  }
}
