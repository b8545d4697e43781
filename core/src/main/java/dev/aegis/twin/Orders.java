package dev.aegis.twin;

import dev.aegis.room.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** The time course of what was ordered. */
final class Orders {
  /** Kubernetes' default of terminationGracePeriodSeconds. */
  static final double DRAIN_SECONDS = 30;

  private final SimulationState state;
  private final ServiceModel model;
  private final Pods pods;
  private final Lifecycle lifecycle;

  /** The version that new pods of a region run. */
  final int[] version;

  private final List<Course> courses = new ArrayList<>();
  private final SortedMap<String, ServiceModel.Effect> settings = new TreeMap<>();

  /** One order on its way. */
  private static final class Course {
    final Order order;
    int step;
    boolean begun;
    int pod = -1;

    /** Of a rolling exchange: pods from here on are new. */
    int firstNew = -1;

    double completedAt = Double.NaN;
    double endsAt = Double.NaN;

    Course(Order order) {
      this.order = order;
    }

    Course(Course other) {
      order = other.order;
      step = other.step;
      begun = other.begun;
      pod = other.pod;
      firstNew = other.firstNew;
      completedAt = other.completedAt;
      endsAt = other.endsAt;
    }
  }

  Orders(SimulationState state, Lifecycle lifecycle) {
    this(state, lifecycle, new int[state.regions()]);
  }

  Orders(SimulationState state, Lifecycle lifecycle, Orders other) {
    this(state, lifecycle, other.version.clone());
    settings.putAll(other.settings);
    for (Course course : other.courses) {
      courses.add(new Course(course));
    }
  }

  private Orders(SimulationState state, Lifecycle lifecycle, int[] version) {
    this.state = state;
    this.lifecycle = lifecycle;
    this.version = version;
    model = state.model;
    pods = state.pods;
  }

  /** Takes an order that begins at a time. */
  void add(Order order, double atSeconds) {
    courses.add(new Course(order));
    state.wakeOrder(courses.size() - 1, Math.max(state.now, atSeconds));
  }

  /** Whether something is still to be done that can change a region. */
  boolean pendingIn(int r) {
    for (Course course : courses) {
      if (Double.isNaN(course.completedAt)
          && (!(course.order instanceof Order.Act(Action action))
              || remaining(course, action).stream().anyMatch(s -> canChange(s, r)))) {
        return true;
      }
    }
    return false;
  }

  private static List<Action> remaining(Course course, Action action) {
    return action.steps().subList(course.step, action.steps().size());
  }

  private boolean canChange(Action step, int r) {
    return switch (step) {
      case Action.RestartPods a -> model.indexOfRegion(a.region()) == r;
      case Action.RollbackDeploy a ->
          model.indexOfRegion(a.region()) == r; // Also where another service's pods are exchanged.
      case Action.ScalePods a -> model.indexOfRegion(a.region()) == r;
      case Action.FailoverRegion _,
          Action.RollbackAndFailover _,
          Action.ShedLoad _,
          Action.SetFlag _,
          Action.SetConfig _ ->
          true;
    };
  }

  /** A rollback takes the place of a rollout that is not finished. */
  private void stopDeploys(int r, double now) {
    for (Course course : courses) {
      if (course.order instanceof Order.Deploy d
          && d.region() == r
          && Double.isNaN(course.completedAt)) {
        course.completedAt = now;
      }
    }
  }

  OptionalDouble completedAt(Action action) {
    for (int i = courses.size() - 1; i >= 0; i--) {
      if (courses.get(i).order instanceof Order.Act(Action a) && a.equals(action)) {
        double at = courses.get(i).completedAt;
        return Double.isNaN(at) ? OptionalDouble.empty() : OptionalDouble.of(at);
      }
    }
    return OptionalDouble.empty();
  }

  /** The order's time has come, for the first time or again. */
  void carryOut(int id) {
    Course course = courses.get(id);
    switch (course.order) {
      case Order.Act act -> advance(id, course, act.action());
      case Order.Deploy deploy -> deployNext(id, course, deploy);
      case Order.Lose lose -> {
        for (int i = 0; i < lose.pods(); i++) {
          int p = pods.youngest(lose.region());
          if (p >= 0) {
            lifecycle.lose(p);
          }
        }
        course.completedAt = state.now;
      }
    }
  }

  /** A pod answers: orders that wait for pods look again. */
  void podReady() {
    for (int id = 0; id < courses.size(); id++) {
      Course course = courses.get(id);
      if (course.begun
          && Double.isNaN(course.completedAt)
          && course.order instanceof Order.Act(Action action)) {
        advance(id, course, action);
      }
    }
  }

  private void deployNext(int id, Course course, Order.Deploy deploy) {
    if (!Double.isNaN(course.completedAt)) {
      return;
    }
    version[deploy.region()] = deploy.version();
    int p = pods.nextAfter(deploy.region(), course.pod);
    if (p < 0) {
      course.completedAt = state.now;
      return;
    }
    course.pod = p;
    lifecycle.replace(p, deploy.version(), deploy.downSeconds(), DRAIN_SECONDS);
    state.wakeOrder(id, state.now + deploy.secondsBetween());
  }

  private void advance(int id, Course course, Action action) {
    List<Action> steps = action.steps();
    while (course.step < steps.size()) {
      if (!course.begun) {
        course.begun = true;
        begin(id, course, steps.get(course.step));
      }
      if (!isDone(course, steps.get(course.step))) {
        return;
      }
      course.step++;
      course.begun = false;
      course.pod = -1;
      course.firstNew = -1;
      course.endsAt = Double.NaN;
    }
    if (Double.isNaN(course.completedAt)) {
      course.completedAt = state.now;
    }
  }

  private void begin(int id, Course course, Action step) {
    switch (step) {
      case Action.ScalePods a -> scale(model.indexOfRegion(a.region()), a.toPods());
      case Action.RestartPods _ -> {}
      case Action.RollbackDeploy a -> rollBack(id, course, a);
      case Action.FailoverRegion a -> {
        failOver(model.indexOfRegion(a.fromRegion()), model.indexOfRegion(a.toRegion()));
        course.endsAt = state.now + model.failoverRampSeconds();
        state.wakeOrder(id, course.endsAt);
      }
      case Action.RollbackAndFailover _ ->
          throw new IllegalStateException("expected single steps, found " + step.describe());
      case Action.ShedLoad a -> state.traffic.shed[model.indexOfRegion(a.region())] = a.toShare();
      case Action.SetFlag a -> set("flag " + a.flag(), a.to(), ServiceModel.flag(a.flag(), a.to()));
      case Action.SetConfig a ->
          set("config " + a.key(), a.to(), ServiceModel.config(a.key(), a.to()));
    }
  }

  private void rollBack(int id, Course course, Action.RollbackDeploy a) {
    int r = model.indexOfRegion(a.region());
    if (a.service().equals(model.service())) {
      stopDeploys(r, state.now);
      version[r] = model.indexOfVersion(a.toVersion());
      return;
    }
    course.endsAt = state.now + model.regions().get(r).secondsBack(a);
    state.wakeOrder(id, course.endsAt);
  }

  private void scale(int r, int toPods) {
    int target = Math.min(toPods, model.regions().get(r).maxPods());
    int wanted = pods.wanted(r);
    for (int i = wanted; i < target; i++) {
      lifecycle.add(r, version[r]);
    }
    for (int i = wanted; i > toPods; i--) {
      lifecycle.replace(pods.youngest(r), -1, 0, DRAIN_SECONDS);
    }
  }

  private void failOver(int from, int to) {
    Traffic traffic = state.traffic;
    double seconds = model.failoverRampSeconds();
    if (traffic.awayTo[to] == from && from != to) {
      traffic.move(to, from, 0, state.now, seconds);
    } else {
      traffic.move(from, to, 1, state.now, seconds);
    }
  }

  private void set(String name, String value, String key) {
    settings.put(name, model.effects().getOrDefault(key, ServiceModel.Effect.NONE));
    state.calls.set(name, value, state.now);
    ServiceModel.Effect total = ServiceModel.Effect.NONE;
    for (ServiceModel.Effect e : settings.values()) {
      total = total.and(e);
    }
    state.settleHeaps();
    state.behaviour.take(total);
  }

  private boolean isDone(Course course, Action step) {
    return switch (step) {
      case Action.ScalePods a -> scaled(model.indexOfRegion(a.region()), a.toPods());
      case Action.RestartPods a -> {
        int r = model.indexOfRegion(a.region());
        yield rolled(course, r, -1);
      }
      case Action.RollbackDeploy a when !a.service().equals(model.service()) -> {
        boolean back = state.now >= course.endsAt;
        if (back) {
          state.calls.takeBack(model.indexOfRegion(a.region()), a, state.now);
        }
        yield back;
      }
      case Action.RollbackDeploy a ->
          rolled(course, model.indexOfRegion(a.region()), model.indexOfVersion(a.toVersion()));
      case Action.FailoverRegion _ -> state.now >= course.endsAt;
      case Action.RollbackAndFailover _, Action.ShedLoad _, Action.SetFlag _, Action.SetConfig _ ->
          true;
    };
  }

  private boolean scaled(int r, int toPods) {
    int target = Math.min(toPods, model.regions().get(r).maxPods());
    return pods.wanted(r) < target || pods.readyCount[r] >= Math.min(target, pods.wanted(r));
  }

  /**
   * Exchanges the next pod whenever the new one before answers: as one begins to finish what it
   * has, the next is started in its place.
   */
  private boolean rolled(Course course, int r, int toVersion) {
    if (course.firstNew < 0) {
      course.firstNew = pods.count;
    }
    for (; ; ) {
      if (pods.countIn(r, Pods.STARTING) > 0) {
        return false;
      }
      int p = pods.nextAfter(r, course.pod);
      if (p < 0 || p >= course.firstNew) {
        return true;
      }
      course.pod = p;
      if (toVersion < 0 || pods.version[p] != toVersion) {
        lifecycle.exchange(p, toVersion < 0 ? pods.nextVersion[p] : toVersion, DRAIN_SECONDS);
      }
    }
  }
}
