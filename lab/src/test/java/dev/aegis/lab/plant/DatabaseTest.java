package dev.aegis.lab.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir Path data;

  @Test
  void takesAnotherPortWhereSomebodyWasQuicker() throws IOException {
    try (ServerSocket somebody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int free = FreePort.find();
      Queue<Integer> ports = new ArrayDeque<>(List.of(somebody.getLocalPort(), free, free));
      try (EmbeddedPostgres server = Database.start(data, ports::remove, Duration.ofSeconds(10))) {
        assertThat(server.getPort()).isEqualTo(free);
      }
    }
  }
}
