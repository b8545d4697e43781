package dev.aegis.app.live;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.scrape.JsonText;
import dev.aegis.telemetry.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Follows the log files of a folder: JSON objects a line with {@code ts}, {@code level}, {@code
 * service}, {@code region} and {@code message}. A file is known by its identity, not its name, so
 * that one which was rotated away is read to its end; files that were there at the start are
 * followed from their end, later ones from their beginning. Keeps a bounded number of lines, errors
 * and warnings in a share of their own; counts all. One caller at a time.
 */
public final class LogTail {
  private static final int FILES = 500;
  private static final long BYTES_PER_POLL = 32L << 20;
  private static final int TEXT = 500;

  private final Path folder;
  private final int kept;
  private final LogCounts counts = new LogCounts();
  private final Map<Object, FollowedFile> files = new HashMap<>();
  private final Deque<LogLine> loud = new ArrayDeque<>();
  private final Deque<LogLine> others = new ArrayDeque<>();
  private boolean begun;
  private long unreadable;

  /**
   * Reads nothing yet.
   *
   * @param folder that may not be there yet
   * @param kept lines at most
   */
  public LogTail(Path folder, int kept) {
    this.folder = folder;
    this.kept = kept;
  }

  /**
   * Reads what was written since.
   *
   * @throws IOException when the folder is there and cannot be read
   */
  public void poll() throws IOException {
    if (!Files.isDirectory(folder)) {
      begun = true;
      return;
    }
    List<Path> there;
    try (Stream<Path> listed = Files.list(folder)) {
      there = listed.filter(LogTail::isLog).sorted().limit(FILES).toList();
    }
    Set<Object> identities = new HashSet<>();
    long left = BYTES_PER_POLL;
    for (Path path : there) {
      left -= read(path, left, identities);
    }
    files.keySet().retainAll(identities);
    begun = true;
  }

  private long read(Path path, long most, Set<Object> identities) {
    try {
      BasicFileAttributes about = Files.readAttributes(path, BasicFileAttributes.class);
      Object identity = Objects.requireNonNullElse(about.fileKey(), path);
      identities.add(identity);
      FollowedFile file =
          files.computeIfAbsent(identity, i -> new FollowedFile(begun ? 0 : about.size()));
      return file.read(path, most, this::line);
    } catch (IOException e) {
      // Rotated away between the listing and the reading: it is found again under its new name.
      return 0;
    }
  }

  private static boolean isLog(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        && !path.getFileName().toString().endsWith(".gz");
  }

  private void line(String text) {
    JsonNode json = JsonText.object(text);
    Instant at = json == null ? null : ChangeFeed.time(JsonText.text(json, "ts"));
    if (json == null || at == null) {
      unreadable++;
      return;
    }
    String service = CleanText.name(JsonText.text(json, "service"));
    String region = CleanText.name(JsonText.text(json, "region"));
    String level = CleanText.name(JsonText.text(json, "level")).toUpperCase(Locale.ROOT);
    String message = CleanText.line(JsonText.text(json, "message"), TEXT);
    counts.count(new Place.Fleet(service, region), level, message);
    Deque<LogLine> lines = LogCounts.isLoud(level) ? loud : others;
    lines.addLast(new LogLine(at, service, level, message));
    if (lines.size() > kept / 2) {
      lines.removeFirst();
    }
  }

  /** What was kept, oldest first. */
  public List<LogLine> lines() {
    List<LogLine> all = new ArrayList<>(loud);
    all.addAll(others);
    all.sort(
        Comparator.comparing(LogLine::at)
            .thenComparing(LogLine::service)
            .thenComparing(LogLine::level)
            .thenComparing(LogLine::text));
    return List.copyOf(all);
  }

  /** Lines that are no JSON object with a time. */
  public long unreadable() {
    return unreadable;
  }

  LogCounts counts() {
    return counts;
  }
}
