package dev.aegis.lab.plant;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An edge that is an {@link Edge} process. */
final class JettyEdge implements EdgeProcess {
  private static final Duration STARTUP = Duration.ofSeconds(60);
  private static final int HEAP_MEGABYTES = 96;

  private final OwnProcess process;
  private final Loopback loopback;
  private final int control;
  private final int port;
  private boolean settled;

  private JettyEdge(OwnProcess process, Loopback loopback) {
    this.process = process;
    this.loopback = loopback;
    this.control = process.awaitReady(STARTUP);
    this.port = process.announced("public").orElseThrow();
  }

  /**
   * Starts one and waits until it listens.
   *
   * @param port 0 for a free one
   */
  static JettyEdge start(Region region, int port, Path directory, Loopback loopback) {
    List<String> arguments = List.of("--region", region.id(), "--port", String.valueOf(port));
    Launch launch =
        new Launch(
            "edge-" + region.id(), Edge.class.getName(), arguments, HEAP_MEGABYTES, region.core());
    return new JettyEdge(OwnProcess.start(launch, directory), loopback);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public int metricsPort() {
    return control;
  }

  @Override
  public boolean alive() {
    return process.alive();
  }

  @Override
  public void order(EdgeOrders orders) throws IOException {
    settled = false;
    loopback.ask("PUT", control, "/control/backends", orders.toText());
  }

  @Override
  public boolean settled() throws IOException {
    // What has settled stays so until the next order: it is asked ten times a second.
    settled = settled || state().contains("settled true");
    return settled;
  }

  @Override
  public boolean idle(String pod) throws IOException {
    return state().stream()
        .filter(line -> line.startsWith("outstanding " + pod + " "))
        .allMatch(line -> line.endsWith(" 0"));
  }

  private List<String> state() throws IOException {
    return loopback.ask("GET", control, "/control/state", "").lines().toList();
  }

  @Override
  public void close() {
    process.close();
  }
}
