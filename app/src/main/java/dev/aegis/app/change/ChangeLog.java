package dev.aegis.app.change;

import dev.aegis.app.scrape.JsonText;
import dev.aegis.telemetry.Change;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The changes of the last day, each once, in a file a line each, which is written to the device
 * before a change counts as taken. A torn last line is left out when it is read. Thread-safe.
 */
public final class ChangeLog {
  /** Changes that are kept; the oldest go first. */
  static final int MOST = 5_000;

  static final Duration AGE = Duration.ofDays(1);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final Map<String, Change> changes = new LinkedHashMap<>();
  private int lines;

  private ChangeLog(Path file) {
    this.file = file;
  }

  /**
   * What an earlier process kept.
   *
   * @throws UncheckedIOException when the file is there and cannot be read
   */
  public static ChangeLog open(Path file, Instant now) {
    ChangeLog log = new ChangeLog(file);
    if (Files.exists(file)) {
      try (BufferedReader in = Files.newBufferedReader(file)) {
        in.lines().forEach(log::remember);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      log.forget(now);
      log.rewrite();
    }
    return log;
  }

  /**
   * Takes a change; it is durable when this returns.
   *
   * @return false when it was known
   * @throws UncheckedIOException when it could not be kept
   */
  public synchronized boolean add(Announced announced, Instant now) {
    if (changes.containsKey(announced.id())) {
      return false;
    }
    append(line(announced));
    changes.put(announced.id(), announced.change());
    forget(now);
    if (lines > 4 * MOST) {
      rewrite();
    }
    return true;
  }

  /** All that are no older than a day. */
  public synchronized List<Change> asOf(Instant now) {
    forget(now);
    return List.copyOf(changes.values());
  }

  private void forget(Instant now) {
    changes.values().removeIf(change -> change.at().isBefore(now.minus(AGE)));
    while (changes.size() > MOST) {
      changes.remove(changes.keySet().iterator().next());
    }
  }

  private void append(String line) {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      write(out, line);
      lines++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rewrite() {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    StringBuilder text = new StringBuilder();
    changes.forEach((id, change) -> text.append(line(new Announced(id, change))));
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(out, text.toString());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      lines = changes.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(FileChannel out, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    out.force(true);
  }

  private static String line(Announced announced) {
    Change change = announced.change();
    ObjectNode node = JSON.createObjectNode();
    node.put("id", announced.id());
    node.put("at", change.at().toString());
    node.put("kind", change.kind().name().toLowerCase(Locale.ROOT));
    node.put("service", change.service());
    node.put("region", change.region());
    node.put("version", change.version());
    node.put("previous", change.previous());
    node.put("description", change.description());
    node.put("setting", change.setting());
    node.put("environment", change.environment());
    node.put("commit", change.commit());
    return JSON.writeValueAsString(node) + "\n";
  }

  private void remember(String line) {
    lines++;
    JsonNode node = JsonText.object(line);
    Change change = node == null ? null : change(node);
    if (node != null && change != null) {
      changes.putIfAbsent(JsonText.text(node, "id"), change);
    }
  }

  private static @Nullable Change change(JsonNode node) {
    try {
      return new Change(
          Instant.parse(JsonText.text(node, "at")),
          Change.Kind.valueOf(JsonText.text(node, "kind").toUpperCase(Locale.ROOT)),
          JsonText.text(node, "service"),
          JsonText.text(node, "region"),
          JsonText.text(node, "version"),
          JsonText.text(node, "previous"),
          JsonText.text(node, "description"),
          JsonText.text(node, "setting"),
          JsonText.text(node, "environment"),
          JsonText.text(node, "commit"));
    } catch (DateTimeException | IllegalArgumentException e) {
      return null;
    }
  }
}
