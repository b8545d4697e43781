package dev.aegis.app.serve;

import dev.aegis.app.testkit.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real Prometheus on loopback that scrapes a service each second and sends it on. */
final class RunningPrometheus implements AutoCloseable {
  private final Process process;
  private final Path directory;
  private final int port;

  private RunningPrometheus(Process process, Path directory, int port) {
    this.process = process;
    this.directory = directory;
    this.port = port;
  }

  static RunningPrometheus start(Path directory, String target, URI aegis, String credentials)
      throws IOException {
    Needs.program("prometheus");
    int port = freePort();
    Path file =
        Files.writeString(
            directory.resolve("prometheus.yml"),
            """
            global:
              scrape_interval: 1s
              external_labels: {region: us-east-1}
            scrape_configs:
              - job_name: checkout-api
                static_configs: [{targets: ['%s']}]
            remote_write:
              - url: %s/api/v1/write
                queue_config: {batch_send_deadline: 200ms}
            %s
            """
                .formatted(target, aegis, credentials.indent(4)));
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + file,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
    return new RunningPrometheus(process, directory, port);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  String log() throws IOException {
    return Files.readString(directory.resolve("prometheus.log"));
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
