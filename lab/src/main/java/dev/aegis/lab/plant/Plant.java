package dev.aegis.lab.plant;

import dev.aegis.lab.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The control plane of the lab: brings what runs to what is wanted, ten times a second, and ends
 * all of it when it is closed. Whoever wants something changes the desired state through the
 * control API; one thread alone starts and ends processes.
 */
public final class Plant implements AutoCloseable {
  private static final long STEP_MILLIS = 100;
  private static final int POD_HEAP = 64;

  /** A cold pod gets fewer requests than a warm one, where round robin would drown it. */
  private static final boolean LEAST_CONNECTIONS = true;

  static final String CHECKOUT = "checkout-api";

  private final PlantOptions options;
  private final DesiredState desired;
  private final Faults faults;
  private final Loopback loopback = new Loopback();
  private final List<Rollout> rollouts = new ArrayList<>();
  private final Map<Region, String> edgeOrders = new EnumMap<>(Region.class);
  private final ControlApi api;
  private volatile Optional<Crew> crew = Optional.empty();
  private volatile PlantView view = PlantView.NOTHING;
  private volatile boolean closing;
  private final Thread thread;

  private Plant(PlantOptions options) throws IOException {
    this.options = options;
    this.desired = DesiredState.open(options.directory(), FirstWishes.make(), Clock.systemUTC());
    this.faults = new Faults(desired);
    for (Wishes.Deployment each : desired.wishes().deployments()) {
      rollouts.add(rollout(each.service(), Region.of(each.region())));
    }
    this.api = new ControlApi(options.port(), desired, faults, () -> view);
    this.thread = Thread.ofPlatform().name("plant").unstarted(this::run);
  }

  /** Starts everything; returns when the control API answers, long before all pods are ready. */
  public static Plant start(PlantOptions options) {
    try {
      Files.createDirectories(options.directory());
      Plant plant = new Plant(options);
      plant.api.start();
      plant.thread.start();
      return plant;
    } catch (IOException e) {
      throw new PlantException(
          "expected to start a plant in " + options.directory() + ", found: " + e.getMessage(), e);
    }
  }

  /** The port of the control API, on loopback. */
  public int port() {
    return api.port();
  }

  /** Where everything is that it writes. */
  public Path directory() {
    return options.directory();
  }

  /** Whether all pods are ready and users get answers. */
  public boolean ready() {
    return view.flowing() && view.settled(desired.wishes());
  }

  /** Why it ended by itself, when it did. */
  public Optional<String> failure() {
    return view.failure();
  }

  /** Starts a fault now and returns the id it runs under. */
  public String inject(Fault fault) {
    return faults.start(fault, System.currentTimeMillis()).id();
  }

  private void run() {
    try {
      crew = Optional.of(Crew.start(options, loopback, edgeMaker()));
      while (!closing) {
        step(crew.get());
        Pause.millis(STEP_MILLIS);
      }
    } catch (RuntimeException e) {
      System.err.println("the plant stopped: " + e);
      view = view.failed(String.valueOf(e.getMessage()));
    }
  }

  private Crew.EdgeMaker edgeMaker() {
    if (options.edge().equals("haproxy")) {
      return HaproxyEdge::start;
    }
    return JettyEdge::start;
  }

  private Rollout rollout(String service, Region region) {
    return new Rollout(
        service,
        region,
        options.directory(),
        loopback,
        (pod, version, log) ->
            OwnProcess.start(launch(service, region, pod, version, log), options.directory()));
  }

  private Launch launch(String service, Region region, String pod, String version, Path log) {
    ServiceSize size = ServiceSize.of(service);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--service", service,
                "--region", region.id(),
                "--pod", pod,
                "--version", version,
                "--slots", String.valueOf(size.slots()),
                "--queue", String.valueOf(size.queue()),
                "--log", log.toString()));
    if (size.usesDatabase()) {
      arguments.addAll(List.of("--database", crew.orElseThrow().databaseUrl(region)));
    }
    return new Launch(pod, options.serviceMain(), arguments, POD_HEAP, region.core());
  }

  private void step(Crew running) {
    long now = System.currentTimeMillis();
    faults.step(now);
    Wishes wishes = desired.wishes();
    for (Rollout rollout : rollouts) {
      strike(rollout, now);
      tell(rollout, wishes);
      wishes
          .deployment(rollout.service(), rollout.region().id())
          .ifPresent(wish -> rollout.step(wish, pod -> released(running, rollout, pod)));
    }
    Map<Region, Boolean> edgesSettled = orderEdges(running, wishes);
    running.step(faults, now);
    publish(running, wishes, edgesSettled);
  }

  private void strike(Rollout rollout, long now) {
    for (PodProcess pod : rollout.pods()) {
      if (pod.serving() && faults.strikes(rollout.service(), rollout.region(), pod, now)) {
        pod.kill();
      }
    }
  }

  private void tell(Rollout rollout, Wishes wishes) {
    String settings = wishes.settingsText(rollout.service());
    String upstreams = upstreams(rollout);
    for (PodProcess pod : rollout.pods()) {
      String effects =
          faults.forPod(rollout.service(), rollout.region(), pod.version(), pod.name());
      pod.want(settings, upstreams, effects);
    }
  }

  /** The ready pods that a pod of this service calls, in its own region. */
  private String upstreams(Rollout caller) {
    StringBuilder text = new StringBuilder();
    if (caller.service().equals(CHECKOUT)) {
      for (Rollout each : rollouts) {
        if (each.region() == caller.region() && !each.service().equals(CHECKOUT)) {
          each.ready()
              .forEach(pod ->
                  text.append(each.service() + " http://127.0.0.1:" + pod.port().orElse(0) + "\n"));
        }
      }
    }
    return text.toString();
  }

  private boolean released(Crew running, Rollout rollout, PodProcess pod) {
    if (rollout.service().equals(CHECKOUT)) {
      try {
        return running.edge(rollout.region()).idle(pod.name());
      } catch (IOException e) {
        return false;
      }
    }
    return rollouts.stream()
        .filter(each -> each.service().equals(CHECKOUT) && each.region() == rollout.region())
        .allMatch(each -> each.ready().stream().allMatch(it -> it.knows(upstreams(each))));
  }

  private Map<Region, Boolean> orderEdges(Crew running, Wishes wishes) {
    Map<Region, Boolean> settled = new HashMap<>();
    for (Region region : Region.values()) {
      Wishes.EdgeWish wish = wishes.edge(region.id()).orElseThrow();
      if (running.reviveEdge(region)) {
        edgeOrders.remove(region);
      }
      EdgeOrders orders = orders(running, region, wish);
      try {
        if (!orders.toText().equals(edgeOrders.get(region))) {
          running.edge(region).order(orders);
          edgeOrders.put(region, orders.toText());
        }
        settled.put(region, running.edge(region).settled());
      } catch (IOException e) {
        settled.put(region, false);
      }
    }
    return settled;
  }

  private EdgeOrders orders(Crew running, Region region, Wishes.EdgeWish wish) {
    List<Backend> pods =
        rollouts.stream()
            .filter(each -> each.region() == region && each.service().equals(CHECKOUT))
            .flatMap(each -> each.ready().stream())
            .map(pod -> new Backend(pod.name(), region.id(), pod.port().orElse(0)))
            .toList();
    return new EdgeOrders(
        pods,
        Optional.of(running.peerOf(region)),
        wish.weights(),
        Duration.ofMillis(Math.round(wish.rampSeconds() * 1e3)),
        wish.shed(),
        LEAST_CONNECTIONS);
  }

  private void publish(Crew running, Wishes wishes, Map<Region, Boolean> edgesSettled) {
    List<DeploymentView> deployments = new ArrayList<>();
    for (Rollout rollout : rollouts) {
      wishes
          .deployment(rollout.service(), rollout.region().id())
          .ifPresent(wish -> deployments.add(rollout.view(wish)));
    }
    if (!running.doorsOpen() && deployments.stream().allMatch(DeploymentView::settled)) {
      running.openDoors();
    }
    boolean flowing = view.flowing() || running.flowing();
    view =
        new PlantView(
            deployments,
            PlantView.edges(running, wishes, edgesSettled),
            PlantView.targets(deployments, running),
            flowing,
            Optional.empty());
  }

  /** Ends everything it started: users first, the database last. */
  @Override
  public void close() {
    closing = true;
    api.close();
    try {
      thread.join(Duration.ofSeconds(100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    crew.ifPresent(Crew::closeSenders);
    rollouts.parallelStream().forEach(Rollout::close);
    crew.ifPresent(Crew::close);
    loopback.close();
  }
}
