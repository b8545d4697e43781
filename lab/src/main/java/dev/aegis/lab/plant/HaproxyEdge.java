package dev.aegis.lab.plant;

import dev.aegis.app.actuator.HaproxyConfig;
import dev.aegis.app.actuator.HaproxyException;
import dev.aegis.app.actuator.HaproxyRouteMap;
import dev.aegis.app.actuator.HaproxyRoutes;
import dev.aegis.app.actuator.HaproxySlots;
import dev.aegis.app.actuator.HaproxySocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An edge that is HAProxy, as Debian packages it. What is ordered is carried out through its
 * runtime socket; weights and the share turned away are only ordered again when the plant's wish
 * has changed, so that whoever drives the same socket is not overruled. Requests go to the pods in
 * turn; to the one with the fewest connections they cannot be sent at run time.
 */
final class HaproxyEdge implements EdgeProcess {
  private static final Duration STARTUP = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final int MOST_PODS = 16;
  private static final int ATTEMPTS = 5;

  /** Ends HAProxy, which reads no standard input, when this program's own has ended. */
  private static final String UNTIL_INPUT_ENDS =
      """
      "$@" </dev/null &
      child=$!
      trap 'kill "$child"; exit' TERM INT
      echo "$child"
      cat >/dev/null
      kill "$child"
      wait "$child"
      """;

  private final Region region;
  private final HaproxyConfig config;
  private final Process keeper;
  private final ProcessHandle haproxy;
  private final HaproxySlots slots;
  private final HaproxyRouteMap map;
  private final Map<String, Integer> ports = new HashMap<>();
  private @Nullable Map<String, Double> weights;
  private double shed = -1;

  private HaproxyEdge(Region region, HaproxyConfig config, Process keeper, ProcessHandle haproxy) {
    this.region = region;
    this.config = config;
    this.keeper = keeper;
    this.haproxy = haproxy;
    HaproxySocket socket = new HaproxySocket(config.socket(), LIMIT);
    this.slots = new HaproxySlots(socket);
    this.map = new HaproxyRouteMap(socket, config.map());
  }

  /**
   * Starts one and waits until it listens.
   *
   * @param port 0 for a free one
   */
  static HaproxyEdge start(Region region, int port, Path directory, Loopback loopback) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        HaproxyEdge edge = launch(region, port, directory);
        if (edge.listens()) {
          return edge;
        }
        edge.close();
      } catch (IOException e) {
        throw new PlantException(
            "expected to start haproxy, found: " + e.getMessage() + "; is it installed?", e);
      }
    }
    throw new PlantException(
        "expected haproxy to listen, found that it ends: see "
            + directory.resolve("logs").resolve(name(region) + ".err"));
  }

  private static String name(Region region) {
    return "edge-" + region.id();
  }

  private static HaproxyEdge launch(Region region, int port, Path directory) throws IOException {
    Path logs = Files.createDirectories(directory.resolve("logs"));
    // The path of a socket may have 107 bytes, which a deep directory of a test would use up.
    Path own = Files.createTempDirectory("haproxy-" + region.id());
    HaproxyConfig config =
        new HaproxyConfig(
            region.id(),
            List.of(region.other().id()),
            MOST_PODS,
            port == 0 ? FreePort.find() : port,
            FreePort.find(),
            own.toAbsolutePath());
    Files.writeString(config.map(), config.mapText());
    Path file = Files.writeString(own.resolve("haproxy.cfg"), config.text());
    Process keeper =
        new ProcessBuilder(command(region, file))
            .redirectError(
                ProcessBuilder.Redirect.appendTo(logs.resolve(name(region) + ".err").toFile()))
            .start();
    String pid = Optional.ofNullable(keeper.inputReader().readLine()).orElse("");
    ProcessHandle haproxy =
        ProcessHandle.of(pid.isEmpty() ? keeper.pid() : Long.parseLong(pid))
            .orElseGet(keeper::toHandle);
    return new HaproxyEdge(region, config, keeper, haproxy);
  }

  private static List<String> command(Region region, Path file) {
    List<String> command = Launch.pinned(region.core());
    command.addAll(List.of("/bin/sh", "-c", UNTIL_INPUT_ENDS, name(region)));
    command.addAll(List.of("haproxy", "-db", "-f", file.toString()));
    return command;
  }

  private boolean listens() {
    long deadline = System.nanoTime() + STARTUP.toNanos();
    while (alive() && System.nanoTime() - deadline < 0) {
      try {
        map.read();
        return true;
      } catch (HaproxyException e) {
        Pause.millis(20);
      }
    }
    return false;
  }

  @Override
  public int port() {
    return config.port();
  }

  @Override
  public int metricsPort() {
    return config.metricsPort();
  }

  /** Where the actuator finds its socket and its map. */
  HaproxyConfig config() {
    return config;
  }

  @Override
  public boolean alive() {
    return haproxy.isAlive();
  }

  @Override
  public void order(EdgeOrders orders) throws IOException {
    try {
      orders.pods().forEach(pod -> ports.put(pod.name(), pod.port()));
      slots.serve(orders.pods().stream().map(Backend::port).toList());
      slots.peer(region.other().id(), orders.peer().map(Backend::port));
      route(orders);
    } catch (HaproxyException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void route(EdgeOrders orders) {
    if (!Objects.equals(weights, orders.weights())) {
      Map<String, Integer> shares = Map.of(region.other().id(), share(orders.weights()));
      long now = System.currentTimeMillis();
      map.change(routes ->
          routes.to().equals(shares) ? routes : routes.weighted(shares, orders.ramp(), now));
      weights = orders.weights();
    }
    if (shed != orders.shed()) {
      int share = (int) Math.round(orders.shed() * HaproxyRoutes.WHOLE);
      map.change(routes -> routes.shed() == share ? routes : routes.shedding(share));
      shed = orders.shed();
    }
  }

  private int share(Map<String, Double> wanted) {
    double away = wanted.getOrDefault(region.other().id(), 0.0);
    double whole = away + wanted.getOrDefault(region.id(), 0.0);
    return whole <= 0 ? 0 : (int) Math.round(away / whole * HaproxyRoutes.WHOLE);
  }

  @Override
  public boolean settled() throws IOException {
    try {
      return map.read().settled(System.currentTimeMillis());
    } catch (HaproxyException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public boolean idle(String pod) throws IOException {
    Integer port = ports.get(pod);
    try {
      return port == null || slots.idle(port);
    } catch (HaproxyException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      keeper.getOutputStream().close();
      if (!keeper.waitFor(LIMIT)) {
        haproxy.destroyForcibly();
        keeper.destroyForcibly();
      }
    } catch (IOException e) {
      haproxy.destroyForcibly();
      keeper.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      haproxy.destroyForcibly();
      keeper.destroyForcibly();
    }
    forget();
  }

  private void forget() {
    try {
      for (String file : List.of("haproxy.sock", "routes.map", "haproxy.cfg")) {
        Files.deleteIfExists(config.directory().resolve(file));
      }
      Files.deleteIfExists(config.directory());
    } catch (IOException e) {
      throw new PlantException(
          "expected to remove " + config.directory() + ", found: " + e.getMessage(), e);
    }
  }
}
