package dev.aegis.lab.plant;

import dev.aegis.lab.plant.Wishes.Change;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one owner of the desired state. An order is written to the disk and synced before it is
 * answered, together with its key and epoch, so that after a crash the answer still holds.
 */
final class DesiredState {
  private static final int KEYS_KEPT = 10_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final Clock clock;
  private volatile Wishes wishes;

  private DesiredState(Path file, Clock clock, Wishes wishes) {
    this.file = file;
    this.clock = clock;
    this.wishes = wishes;
  }

  /** What the directory holds, or these first wishes where it holds none. */
  static DesiredState open(Path directory, Wishes first, Clock clock) {
    Path file = directory.resolve("desired.json");
    try {
      if (Files.exists(file)) {
        return new DesiredState(file, clock, JSON.readValue(Files.readString(file), Wishes.class));
      }
      DesiredState fresh = new DesiredState(file, clock, first);
      fresh.write(first);
      return fresh;
    } catch (IOException | JacksonException e) {
      throw new PlantException(
          "expected the desired state in "
              + file
              + ", found: "
              + e.getMessage()
              + "; remove the file to start afresh",
          e);
    }
  }

  Wishes wishes() {
    return wishes;
  }

  List<Change> changesAfter(long seq) {
    return wishes.changes().stream().filter(each -> each.seq() > seq).toList();
  }

  /** One sentence on what the order would do, or why it would be refused; changes nothing. */
  Ruling rehearse(Order order, Stamp stamp) {
    Wishes now = wishes;
    return stale(now, stamp)
        .or(() -> Revision.of(now, order).refusal())
        .orElseGet(() -> new Ruling.Accepted(now.generation()));
  }

  /** What {@link #rehearse} accepted, in words. */
  String would(Order order) {
    return Revision.of(wishes, order).sentence();
  }

  /** Makes it so, at most once for each key. */
  synchronized Ruling apply(Order order, Stamp stamp) {
    Optional<Ruling> stale = stale(wishes, stamp);
    if (stale.isPresent()) {
      return stale.get();
    }
    Optional<Wishes.Key> seen =
        stamp
            .key()
            .flatMap(key -> wishes.keys().stream().filter(k -> k.key().equals(key)).findAny());
    Revision revision = Revision.of(wishes, order);
    if (seen.isEmpty() && revision.refusal().isPresent()) {
      return revision.refusal().get();
    }
    Wishes next = stamped(seen.isPresent() ? wishes : revision.after(), revision, stamp, seen);
    if (!next.equals(wishes)) {
      write(next);
      wishes = next;
    }
    return seen.<Ruling>map(key -> new Ruling.SeenBefore(key.generation()))
        .orElseGet(() -> new Ruling.Accepted(next.generation()));
  }

  private static Optional<Ruling> stale(Wishes now, Stamp stamp) {
    return stamp
        .epoch()
        .filter(epoch -> epoch < now.epoch())
        .map(_ -> new Ruling.Stale(now.epoch()));
  }

  private Wishes stamped(Wishes next, Revision revision, Stamp stamp, Optional<Wishes.Key> seen) {
    List<Change> changes = new ArrayList<>(next.changes());
    List<Wishes.Key> keys = new ArrayList<>(next.keys());
    if (seen.isEmpty()) {
      String now = clock.instant().toString();
      revision
          .drafts()
          .forEach(draft -> changes.add(draft.written(changes.size() + 1, now, stamp)));
      stamp.key().ifPresent(key -> keys.add(new Wishes.Key(key, next.generation())));
    }
    List<Wishes.Key> kept = keys.subList(Math.max(0, keys.size() - KEYS_KEPT), keys.size());
    long epoch = Math.max(next.epoch(), stamp.epoch().orElse(0L));
    return new Wishes(
        next.generation(), epoch, next.deployments(), next.settings(), next.edges(), kept, changes);
  }

  private void write(Wishes next) {
    Path fresh = file.resolveSibling("desired.json.new");
    byte[] bytes = JSON.writeValueAsString(next).getBytes(StandardCharsets.UTF_8);
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
        out.write(left);
      }
      out.force(true);
    } catch (IOException e) {
      throw notWritten(e);
    }
    replace(fresh);
  }

  private void replace(Path fresh) {
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      // The new name is on the disk once the directory is.
      try (FileChannel directory =
          FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  private PlantException notWritten(IOException e) {
    return new PlantException(
        "expected to write the desired state to " + file + ", found: " + e.getMessage(), e);
  }
}
