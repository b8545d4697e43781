package dev.aegis.app.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.ActuatorContract;
import dev.aegis.execution.Actuator;
import dev.aegis.room.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;

/** Two real HAProxy processes are a target like any other. */
class HaproxyActuatorContractTest extends ActuatorContract {
  private static final String EAST = "us-east-1";
  private static final String WEST = "us-west-2";
  private static final String SERVICE = "checkout-api";
  private static final Duration RAMP = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path directory;

  @Override
  protected Subject fresh() {
    try {
      RunningEdge east =
          RunningEdge.start(EAST, WEST, Files.createDirectory(directory.resolve(EAST)));
      RunningEdge west =
          RunningEdge.start(WEST, EAST, Files.createDirectory(directory.resolve(WEST)));
      east.slots.peer(WEST, Optional.of(west.config.port()));
      west.slots.peer(EAST, Optional.of(east.config.port()));
      east.serve(2);
      west.serve(2);
      return new Edges(east, west);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private record Edges(RunningEdge east, RunningEdge west) implements Subject {
    @Override
    public Actuator actuator() {
      return new HaproxyActuator(
          Map.of(EAST, east.region(), WEST, west.region()),
          new HaproxyActuator.Settings(SERVICE, RAMP, 100, 1),
          InstantSource.system());
    }

    @Override
    public Action action() {
      return new Action.FailoverRegion(SERVICE, EAST, WEST);
    }

    @Override
    public Action undo() {
      return new Action.FailoverRegion(SERVICE, WEST, EAST);
    }

    @Override
    public int started() {
      return east.routes().keys().size() + west.routes().keys().size();
    }

    @Override
    public void settle() {
      Instant deadline = Instant.now().plus(LIMIT);
      while (!settled(east) || !settled(west)) {
        assertThat(Instant.now()).as("waiting for the end of the ramp").isBefore(deadline);
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }

    private static boolean settled(RunningEdge edge) {
      return edge.routes().settled(System.currentTimeMillis());
    }

    @Override
    public void hide() {
      try {
        east.kill();
        west.kill();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      east.close();
      west.close();
    }
  }
}
