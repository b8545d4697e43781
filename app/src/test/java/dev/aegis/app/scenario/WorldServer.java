package dev.aegis.app.scenario;

import dev.aegis.app.journal.Child;
import dev.aegis.app.scenario.Wire.Ask;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.execution.Actuator;
import dev.aegis.room.Action;
import dev.aegis.room.RoomMessage;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A world that lives in this process, served to another one over that one's pipes. */
final class WorldServer {
  private static final int MINUTES_AT_MOST = 5;

  private final World world;
  private final Path scratch;

  /** What its processes leave in the directory, because they are killed, is deleted. */
  WorldServer(World world, Path scratch) {
    this.world = world;
    this.scratch = scratch;
  }

  /**
   * Starts a process that leads its incident to the end; ends it with SIGKILL where its world says
   * so. It waits for an answer at that moment, so it dies neither earlier nor later.
   *
   * @return the exit code
   */
  int live(Path state, long seed) throws IOException, InterruptedException {
    Process child = Child.start(LifeChild.class, scratch, state, seed);
    CompletableFuture<Void> tooLate =
        CompletableFuture.runAsync(
            child::destroyForcibly,
            CompletableFuture.delayedExecutor(MINUTES_AT_MOST, TimeUnit.MINUTES));
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(child.getInputStream()));
        DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(child.getOutputStream()))) {
      serve(child, in, out);
      return child.waitFor();
    } finally {
      child.destroyForcibly().waitFor();
      tooLate.cancel(false);
      tidy();
    }
  }

  /** Libraries of 70 MB for each life. */
  private void tidy() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(scratch)) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
  }

  private void serve(Process child, DataInputStream in, DataOutputStream out) throws IOException {
    try {
      while (true) {
        answer(Ask.valueOf(in.readUTF()), in, out);
        out.flush();
      }
    } catch (EOFException _) {
      // It has ended; its exit code says how.
    } catch (World.Death _) {
      // By its handle, which leaves the pipes open: that they close must not be what it notices.
      child.toHandle().destroyForcibly();
    }
  }

  private void answer(Ask ask, DataInputStream in, DataOutputStream out) throws IOException {
    switch (ask) {
      case NOW -> now(out);
      case TICK -> {
        world.tick();
        now(out);
      }
      case TELEMETRY -> Wire.writeTelemetry(out, world.telemetry());
      case STATE -> Wire.writeText(out, world.state(Wire.readAction(in)));
      case REHEARSE -> {
        Actuator.Rehearsal rehearsal = world.rehearse(Wire.readAction(in));
        out.writeBoolean(rehearsal.accepted());
        Wire.writeText(out, rehearsal.sentence());
      }
      case DISPATCH -> Wire.writeText(out, dispatched(in));
      case LOOK -> {
        Action action = Wire.readAction(in);
        out.writeUTF(world.look(action, Wire.readText(in)).name());
      }
      case MOMENT -> {
        world.moment(Wire.readText(in));
        out.writeBoolean(true);
      }
      case ACKNOWLEDGED -> {
        acknowledged(in);
        out.writeBoolean(true);
      }
    }
  }

  private void now(DataOutputStream out) throws IOException {
    Wire.writeText(out, world.instant().toString());
    out.writeBoolean(world.over());
  }

  /** Why the target refused the order; empty when it did not. */
  private String dispatched(DataInputStream in) throws IOException {
    Action action = Wire.readAction(in);
    Actuator.Order order = new Actuator.Order(action, Wire.readText(in), in.readLong());
    try {
      world.dispatch(order);
      return "";
    } catch (Actuator.RefusedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void acknowledged(DataInputStream in) throws IOException {
    List<RoomMessage> messages = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      messages.add(RoomJson.read(Wire.readText(in)));
    }
    world.acknowledged(messages);
  }
}
