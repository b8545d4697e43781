package dev.aegis.lab.plant;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The process that holds the PostgreSQL server: the server stops when this process's input ends.
 */
final class Database {
  private static final Duration STARTUP = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 3;

  private Database() {}

  /** Where a port comes from. */
  @FunctionalInterface
  interface Ports {
    int next() throws IOException;
  }

  /** Runs a database: {@code --dir DIRECTORY_OF_ITS_DATA}. */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(Child.required(Child.options(args), "dir"));
    try (EmbeddedPostgres server = start(data, FreePort::find, STARTUP)) {
      System.out.println("public " + server.getPort());
      Child child = new Child();
      child.on("GET", "/ready", _ -> "ready\n");
      child.serveUntilInputEnds();
    }
    System.exit(0);
  }

  /**
   * Starts it, on another port where somebody was quicker.
   *
   * @param data a directory of its own for each try is made in it
   * @param startup how long one try may take
   */
  static EmbeddedPostgres start(Path data, Ports ports, Duration startup) throws IOException {
    IOException last = new IOException("PostgreSQL was not tried");
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return startOn(ports.next(), data.resolve("try-" + i), startup);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private static EmbeddedPostgres startOn(int port, Path data, Duration startup)
      throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setPort(port)
            .setDataDirectory(data)
            .setCleanDataDirectory(true)
            .setPGStartupWait(startup);
    // Small, and without waiting for the disk: what is lost with the machine is only a lab.
    Map<String, String> settings =
        Map.of(
            "max_connections", "80",
            "shared_buffers", "32MB",
            "fsync", "off",
            "full_page_writes", "off",
            "synchronous_commit", "off",
            "listen_addresses", "127.0.0.1",
            "autovacuum_naptime", "30s");
    settings.forEach(builder::setServerConfig);
    return builder.start();
  }

  /** How a client on loopback reaches the server, through this port. */
  static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }
}
