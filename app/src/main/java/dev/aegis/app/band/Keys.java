package dev.aegis.app.band;

import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.intake.YamlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The keys of those outside: a file {@code keys} in the state directory, a line of JSON each, that
 * its owner alone can read. It is read again when it has changed, so that what another process adds
 * or removes holds at once. Safe for use by several threads and processes.
 */
final class Keys {
  /** The most keys. */
  static final int MOST = 5_000;

  private static final long MOST_BYTES = 4 << 20;

  private final Path file;
  private @Nullable Object stamp;
  private Held held = Held.of(List.of());

  Keys(StateDirectory home) {
    this.file = home.path().resolve("keys");
  }

  /**
   * The keys as they are now.
   *
   * @throws IntakeException where the file is not as it was written
   */
  synchronized Held held() {
    Object now = stampOfFile();
    if (!now.equals(stamp)) {
      held = Held.of(read());
      stamp = now;
    }
    return held;
  }

  /** The keys of one moment. */
  static final class Held {
    private final Map<String, Key> byMark = new HashMap<>();
    private final Map<UUID, Party> byId = new LinkedHashMap<>();

    private static Held of(List<Key> keys) {
      Held held = new Held();
      for (Key key : keys) {
        held.byMark.put(key.mark(), key);
        held.byId.put(key.party().id(), key.party());
      }
      return held;
    }

    /** Who proves to be somebody with this text. */
    Optional<Party> whose(String text) {
      return Key.markOf(text).map(byMark::get).filter(key -> key.isProvedBy(text)).map(Key::party);
    }

    Optional<Party> find(UUID id) {
      return Optional.ofNullable(byId.get(id));
    }

    /** All who have one, by name. */
    List<Party> all() {
      return List.copyOf(byId.values());
    }

    List<Party> users() {
      return byId.values().stream().filter(party -> party.type() == PartyType.USER).toList();
    }
  }

  /** A file that is written anew has another key of its own. */
  private Object stampOfFile() {
    try {
      BasicFileAttributes file = Files.readAttributes(this.file, BasicFileAttributes.class);
      return List.of(file.lastModifiedTime(), file.size(), String.valueOf(file.fileKey()));
    } catch (NoSuchFileException e) {
      return "none";
    } catch (IOException e) {
      throw new UncheckedIOException("the keys in " + file + " cannot be read", e);
    }
  }

  private List<Key> read() {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw malformed(0, "at most 4 MiB");
      }
      List<Key> keys = new ArrayList<>();
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        int at = i + 1;
        keys.add(
            Key.read(lines.get(i))
                .orElseThrow(() -> malformed(at, "a key as aegis agent add writes it")));
      }
      return keys;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("the keys in " + file + " cannot be read", e);
    }
  }

  private IntakeException malformed(int line, String expected) {
    return YamlText.malformed(
        file.toString(), line, "expected " + expected + ", found something else", null);
  }

  /** False where there is one of this name, or where there are too many. */
  boolean add(Key key) {
    return changed(before -> {
      String name = key.party().name();
      if (before.size() >= MOST
          || before.stream().anyMatch(each -> each.party().name().equals(name))) {
        return before;
      }
      List<Key> after = new ArrayList<>(before);
      after.add(key);
      after.sort(java.util.Comparator.comparing(each -> each.party().name()));
      return after;
    });
  }

  /** False where there was none of this name and type. */
  boolean remove(Party party) {
    return changed(
        before -> before.stream().filter(each -> !each.party().id().equals(party.id())).toList());
  }

  /** Writes the file whole or not at all; two processes wait for each other. */
  private boolean changed(UnaryOperator<List<Key>> change) {
    try {
      Files.createDirectories(file.getParent());
      try (FileChannel channel =
              FileChannel.open(
                  file.resolveSibling("keys.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        List<Key> before = read();
        List<Key> after = change.apply(before);
        if (after.size() == before.size()) {
          return false;
        }
        write(after);
        return true;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the keys in " + file + " cannot be written", e);
    }
  }

  private void write(List<Key> keys) throws IOException {
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            "keys",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    StringBuilder text = new StringBuilder();
    keys.forEach(key -> text.append(key.line()).append('\n'));
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.write(StandardCharsets.UTF_8.encode(text.toString()));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
