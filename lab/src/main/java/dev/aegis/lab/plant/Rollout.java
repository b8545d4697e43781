package dev.aegis.lab.plant;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Brings the pods of one service in one region to what is wanted. A rolling change starts one more
 * pod, waits until it is ready, and lets an old one go only when more are ready than are wanted:
 * one more at most, none less. Dead pods are started again, later each time. Owned by one thread.
 */
final class Rollout {
  private static final long FIRST_BACK_OFF_MILLIS = 500;
  private static final long LONGEST_BACK_OFF_MILLIS = 8_000;
  private static final long FORGIVEN_AFTER_MILLIS = 30_000;
  private static final long LEAVING_MILLIS = 5_000;
  private static final long DRAINING_MILLIS = 8_000;
  private static final long QUIET_MILLIS = 150;

  /** How a dead pod is remembered until its place is taken again. */
  private record Grave(
      String version,
      long restartGeneration,
      int restarts,
      long backOffMillis,
      long notBeforeNanos) {
    /** A new revision starts without the guilt of the old one. */
    boolean concerns(Wishes.Deployment wish) {
      return version.equals(wish.version()) && restartGeneration == wish.restartGeneration();
    }

    boolean bars() {
      return System.nanoTime() - notBeforeNanos < 0;
    }
  }

  /** Starts the process of a pod. */
  interface Launcher {
    OwnProcess start(String pod, String version, Path log);
  }

  private final String service;
  private final Region region;
  private final Path directory;
  private final Loopback loopback;
  private final Launcher launcher;
  private final List<PodProcess> pods = new ArrayList<>();
  private final Map<Integer, Grave> graves = new HashMap<>();
  private long observedGeneration = -1;

  Rollout(String service, Region region, Path directory, Loopback loopback, Launcher launcher) {
    this.service = service;
    this.region = region;
    this.directory = directory;
    this.loopback = loopback;
    this.launcher = launcher;
  }

  String service() {
    return service;
  }

  Region region() {
    return region;
  }

  /**
   * One step towards what is wanted.
   *
   * @param released whether nobody sends to this pod any more
   */
  void step(Wishes.Deployment wish, Predicate<PodProcess> released) {
    bury();
    escort(released);
    start(wish);
    release(wish);
    observedGeneration = wish.generation();
  }

  private void bury() {
    for (PodProcess pod : List.copyOf(pods)) {
      if (!pod.alive()) {
        pods.remove(pod);
        pod.forget();
        if (pod.phase() == PodProcess.Phase.SERVING) {
          graves.put(pod.index(), grave(pod));
        }
      }
    }
  }

  private Grave grave(PodProcess pod) {
    Grave last = graves.get(pod.index());
    long backOff =
        last == null || pod.restarts() == 0 || pod.millisAlive() >= FORGIVEN_AFTER_MILLIS
            ? FIRST_BACK_OFF_MILLIS
            : Math.min(2 * last.backOffMillis(), LONGEST_BACK_OFF_MILLIS);
    return new Grave(
        pod.version(),
        pod.restartGeneration(),
        pod.restarts() + 1,
        backOff,
        System.nanoTime() + backOff * 1_000_000);
  }

  private void escort(Predicate<PodProcess> released) {
    for (PodProcess pod : pods) {
      long millis = pod.millisInPhase();
      switch (pod.phase()) {
        case SERVING, ENDING -> {}
        case LEAVING -> {
          // A request may have been sent just before the pod was taken out.
          if (millis >= QUIET_MILLIS && (released.test(pod) || millis >= LEAVING_MILLIS)) {
            pod.enter(PodProcess.Phase.DRAINING);
          }
        }
        case DRAINING -> {
          if (pod.drained() || millis >= DRAINING_MILLIS) {
            pod.enter(PodProcess.Phase.ENDING);
          }
        }
      }
    }
  }

  private void start(Wishes.Deployment wish) {
    List<PodProcess> serving = serving();
    startSome(wish, wish.replicas() - serving.size());
    boolean outdated = serving.stream().anyMatch(pod -> !upToDate(pod, wish));
    boolean starting = serving.stream().anyMatch(pod -> upToDate(pod, wish) && !pod.ready());
    if (outdated && !starting && serving.size() == wish.replicas()) {
      startSome(wish, 1);
    }
  }

  /** The places of the dead come first: a new one would escape their back-off. */
  private void startSome(Wishes.Deployment wish, int count) {
    List<Integer> places = new ArrayList<>();
    graves.forEach((index, grave) -> {
      if (grave.concerns(wish) && !taken(index)) {
        places.add(index);
      }
    });
    for (int index = 0; places.size() < count; index++) {
      if (!taken(index) && !places.contains(index)) {
        places.add(index);
      }
    }
    places.subList(0, Math.max(count, 0)).forEach(index -> startAt(index, wish));
  }

  private void startAt(int index, Wishes.Deployment wish) {
    Optional<Grave> grave =
        Optional.ofNullable(graves.get(index)).filter(each -> each.concerns(wish));
    if (grave.map(Grave::bars).orElse(false)) {
      return;
    }
    String name = service + "-" + region.id() + "-" + index;
    Path log = directory.resolve("logs").resolve(name + ".log");
    PodProcess pod =
        new PodProcess(
            index,
            wish.version(),
            wish.restartGeneration(),
            grave.map(Grave::restarts).orElse(0),
            launcher.start(name, wish.version(), log),
            loopback);
    pods.add(pod);
    pod.attend();
  }

  private boolean taken(int index) {
    return pods.stream().anyMatch(pod -> pod.index() == index);
  }

  private void release(Wishes.Deployment wish) {
    List<PodProcess> serving = serving();
    int excess = serving.size() - wish.replicas();
    boolean rolling = serving.stream().anyMatch(pod -> !upToDate(pod, wish));
    List<PodProcess> byWorth =
        serving.stream()
            .sorted(
                Comparator.comparing((PodProcess pod) -> upToDate(pod, wish))
                    .thenComparing(PodProcess::ready)
                    .thenComparing(PodProcess::index, Comparator.reverseOrder()))
            .toList();
    for (PodProcess pod : byWorth) {
      boolean replaced = !rolling || !upToDate(pod, wish);
      if (excess > 0 && replaced && spared(pod, wish)) {
        pod.enter(PodProcess.Phase.LEAVING);
        graves.remove(pod.index());
        excess--;
      }
    }
  }

  private boolean spared(PodProcess pod, Wishes.Deployment wish) {
    return !pod.ready() || readyCount() > wish.replicas();
  }

  private static boolean upToDate(PodProcess pod, Wishes.Deployment wish) {
    return pod.version().equals(wish.version())
        && pod.restartGeneration() == wish.restartGeneration();
  }

  private List<PodProcess> serving() {
    return pods.stream().filter(PodProcess::serving).toList();
  }

  private long readyCount() {
    return pods.stream().filter(PodProcess::ready).count();
  }

  List<PodProcess> pods() {
    return List.copyOf(pods);
  }

  List<PodProcess> ready() {
    return pods.stream().filter(PodProcess::ready).toList();
  }

  /** How it stands against what is wanted. */
  DeploymentView view(Wishes.Deployment wish) {
    List<PodProcess> serving = serving();
    int updated = (int) serving.stream().filter(pod -> upToDate(pod, wish)).count();
    boolean settled =
        observedGeneration == wish.generation()
            && pods.size() == wish.replicas()
            && updated == wish.replicas()
            && readyCount() == wish.replicas();
    List<DeploymentView.Pod> views =
        pods.stream()
            .map(pod ->
                new DeploymentView.Pod(
                    pod.name(),
                    pod.version(),
                    pod.port().orElse(0),
                    pod.ready(),
                    pod.restarts(),
                    pod.restartGeneration()))
            .toList();
    return new DeploymentView(
        service, region.id(), observedGeneration, (int) readyCount(), updated, settled, views);
  }

  void close() {
    pods.parallelStream().forEach(PodProcess::close);
    pods.clear();
  }
}
