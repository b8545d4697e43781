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

  Orders(int regions) {
    version = new int[regions];
  }

  Orders(Orders other) {
    version = other.version.clone();
    settings.putAll(other.settings);
    for (Course course : other.courses) {
      courses.add(new Course(course));
    }
  }

  int add(Order order) {
    courses.add(new Course(order));
    return courses.size() - 1;
  }

  /** Whether something is still to be done that can change a region. */
  boolean pendingIn(int r, ServiceModel model) {
    for (Course course : courses) {
      if (Double.isNaN(course.completedAt)
          && (!(course.order instanceof Order.Act(Action action))
              || remaining(course, action).stream().anyMatch(s -> canChange(s, r, model)))) {
        return true;
      }
    }
    return false;
  }

  private static List<Action> remaining(Course course, Action action) {
    return action.steps().subList(course.step, action.steps().size());
  }

  private static boolean canChange(Action step, int r, ServiceModel model) {
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
  void carryOut(int id, ServiceSimulation simulation) {
    Course course = courses.get(id);
    switch (course.order) {
      case Order.Act act -> advance(id, course, act.action(), simulation);
      case Order.Deploy deploy -> deployNext(id, course, deploy, simulation);
      case Order.Lose lose -> {
        for (int i = 0; i < lose.pods(); i++) {
          int p = simulation.pods().youngest(lose.region());
          if (p >= 0) {
            simulation.losePod(p);
          }
        }
        course.completedAt = simulation.now();
      }
    }
  }

  /** A pod answers: orders that wait for pods look again. */
  void podReady(ServiceSimulation simulation) {
    for (int id = 0; id < courses.size(); id++) {
      Course course = courses.get(id);
      if (course.begun
          && Double.isNaN(course.completedAt)
          && course.order instanceof Order.Act(Action action)) {
        advance(id, course, action, simulation);
      }
    }
  }

  private void deployNext(
      int id, Course course, Order.Deploy deploy, ServiceSimulation simulation) {
    if (!Double.isNaN(course.completedAt)) {
      return;
    }
    version[deploy.region()] = deploy.version();
    int p = simulation.pods().nextAfter(deploy.region(), course.pod);
    if (p < 0) {
      course.completedAt = simulation.now();
      return;
    }
    course.pod = p;
    simulation.replace(p, deploy.version(), deploy.downSeconds(), DRAIN_SECONDS);
    simulation.at(simulation.now() + deploy.secondsBetween(), ServiceSimulation.ORDER, id);
  }

  private void advance(int id, Course course, Action action, ServiceSimulation simulation) {
    List<Action> steps = action.steps();
    while (course.step < steps.size()) {
      if (!course.begun) {
        course.begun = true;
        begin(id, course, steps.get(course.step), simulation);
      }
      if (!isDone(course, steps.get(course.step), simulation)) {
        return;
      }
      course.step++;
      course.begun = false;
      course.pod = -1;
      course.firstNew = -1;
      course.endsAt = Double.NaN;
    }
    if (Double.isNaN(course.completedAt)) {
      course.completedAt = simulation.now();
    }
  }

  private void begin(int id, Course course, Action step, ServiceSimulation simulation) {
    ServiceModel model = simulation.model();
    switch (step) {
      case Action.ScalePods a -> scale(model.indexOfRegion(a.region()), a.toPods(), simulation);
      case Action.RestartPods _ -> {}
      case Action.RollbackDeploy a -> rollBack(id, course, a, simulation);
      case Action.FailoverRegion a -> {
        failOver(
            model.indexOfRegion(a.fromRegion()), model.indexOfRegion(a.toRegion()), simulation);
        course.endsAt = simulation.now() + model.failoverRampSeconds();
        simulation.at(course.endsAt, ServiceSimulation.ORDER, id);
      }
      case Action.RollbackAndFailover _ ->
          throw new IllegalStateException("expected single steps, found " + step.describe());
      case Action.ShedLoad a ->
          simulation.traffic().shed[model.indexOfRegion(a.region())] = a.toShare();
      case Action.SetFlag a ->
          set("flag " + a.flag(), a.to(), ServiceModel.flag(a.flag(), a.to()), simulation);
      case Action.SetConfig a ->
          set("config " + a.key(), a.to(), ServiceModel.config(a.key(), a.to()), simulation);
    }
  }

  private void rollBack(
      int id, Course course, Action.RollbackDeploy a, ServiceSimulation simulation) {
    ServiceModel model = simulation.model();
    int r = model.indexOfRegion(a.region());
    if (a.service().equals(model.service())) {
      stopDeploys(r, simulation.now());
      version[r] = model.indexOfVersion(a.toVersion());
      return;
    }
    course.endsAt = simulation.now() + model.regions().get(r).secondsBack(a);
    simulation.at(course.endsAt, ServiceSimulation.ORDER, id);
  }

  private static void scale(int r, int toPods, ServiceSimulation simulation) {
    int target = Math.min(toPods, simulation.model().regions().get(r).maxPods());
    int wanted = simulation.pods().wanted(r);
    for (int i = wanted; i < target; i++) {
      simulation.addPod(r);
    }
    for (int i = wanted; i > toPods; i--) {
      simulation.replace(simulation.pods().youngest(r), -1, 0, DRAIN_SECONDS);
    }
  }

  private static void failOver(int from, int to, ServiceSimulation simulation) {
    Traffic traffic = simulation.traffic();
    double seconds = simulation.model().failoverRampSeconds();
    double now = simulation.now();
    if (traffic.awayTo[to] == from && from != to) {
      traffic.move(to, from, 0, now, seconds);
    } else {
      traffic.move(from, to, 1, now, seconds);
    }
  }

  private void set(String name, String value, String key, ServiceSimulation simulation) {
    settings.put(name, simulation.model().effects().getOrDefault(key, ServiceModel.Effect.NONE));
    simulation.calls().set(name, value, simulation.now());
    ServiceModel.Effect total = ServiceModel.Effect.NONE;
    for (ServiceModel.Effect e : settings.values()) {
      total = total.and(e);
    }
    simulation.effect(total);
  }

  private boolean isDone(Course course, Action step, ServiceSimulation simulation) {
    ServiceModel model = simulation.model();
    return switch (step) {
      case Action.ScalePods a -> scaled(model.indexOfRegion(a.region()), a.toPods(), simulation);
      case Action.RestartPods a -> {
        int r = model.indexOfRegion(a.region());
        yield rolled(course, r, -1, simulation);
      }
      case Action.RollbackDeploy a when !a.service().equals(model.service()) -> {
        boolean back = simulation.now() >= course.endsAt;
        if (back) {
          simulation.calls().takeBack(model.indexOfRegion(a.region()), a, simulation.now());
        }
        yield back;
      }
      case Action.RollbackDeploy a ->
          rolled(
              course,
              model.indexOfRegion(a.region()),
              model.indexOfVersion(a.toVersion()),
              simulation);
      case Action.FailoverRegion _ -> simulation.now() >= course.endsAt;
      case Action.RollbackAndFailover _, Action.ShedLoad _, Action.SetFlag _, Action.SetConfig _ ->
          true;
    };
  }

  private static boolean scaled(int r, int toPods, ServiceSimulation simulation) {
    Pods pods = simulation.pods();
    int target = Math.min(toPods, simulation.model().regions().get(r).maxPods());
    return pods.wanted(r) < target || pods.readyCount[r] >= Math.min(target, pods.wanted(r));
  }

  /**
   * Exchanges the next pod whenever the new one before answers: as one begins to finish what it
   * has, the next is started in its place.
   */
  private static boolean rolled(Course course, int r, int toVersion, ServiceSimulation simulation) {
    Pods pods = simulation.pods();
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
        simulation.exchange(p, toVersion < 0 ? pods.nextVersion[p] : toVersion, DRAIN_SECONDS);
      }
    }
  }
}
