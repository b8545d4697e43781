package dev.aegis.app.intake;

import dev.aegis.app.intake.IntakeException.Kind;
import dev.aegis.suspect.Commit;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads commits with their diffs: what {@code git log -p} prints, or JSON, a list of objects with
 * an id, a time, a message, files and a diff.
 */
final class CommitReader {
  /** Of more commits the newest are read. */
  private static final int MOST = 500;

  private static final int LONGEST_DIFF = 200_000;
  private static final int LONGEST_MESSAGE = 2_000;
  private static final String MARK = "commit ";

  /** As git writes it when nobody asks for another form. */
  private static final DateTimeFormatter GIT =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy Z", Locale.ROOT);

  private static final DateTimeFormatter GIT_ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT);

  private final Path path;

  CommitReader(Path path) {
    this.path = path;
  }

  /**
   * The commits, oldest first.
   *
   * @throws IntakeException when it holds none
   */
  List<Commit> read(IntakeLimits limits) {
    String text = TextFile.readAll(path, limits.declaredBytes());
    List<Commit> commits = text.startsWith(MARK) ? log(text) : json(text);
    if (commits.isEmpty()) {
      throw new IntakeException(
          Kind.MALFORMED,
          path
              + ": expected commits, as git log -p prints them or as a JSON list with id, at,"
              + " message, files and diff, found none; see docs/input-formats.md");
    }
    return commits.stream()
        .sorted(Comparator.comparing(Commit::at).reversed())
        .limit(MOST)
        .sorted(Comparator.comparing(Commit::at).thenComparing(Commit::id))
        .toList();
  }

  // ---- what git prints

  private static List<Commit> log(String text) {
    List<Commit> commits = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\r?\n", -1)) {
      if (line.startsWith(MARK)) {
        printed(lines).ifPresent(commits::add);
        lines.clear();
      }
      lines.add(line);
    }
    printed(lines).ifPresent(commits::add);
    return commits;
  }

  private static Optional<Commit> printed(List<String> lines) {
    int diff = 0;
    while (diff < lines.size() && !lines.get(diff).startsWith("diff --git ")) {
      diff++;
    }
    List<String> head = lines.subList(0, diff);
    List<String> body = lines.subList(diff, lines.size());
    String id = lines.isEmpty() ? "" : lines.getFirst().substring(MARK.length()).split(" ", 2)[0];
    List<String> message =
        head.stream().filter(l -> l.startsWith("    ")).map(String::strip).toList();
    return head.stream()
        .filter(l -> l.startsWith("Date:") || l.startsWith("CommitDate:"))
        .reduce((_, second) -> second)
        .flatMap(l -> time(l.substring(l.indexOf(':') + 1).strip()))
        .flatMap(at ->
            commit(id, at, String.join("\n", message), touched(body), String.join("\n", body)));
  }

  private static List<String> touched(List<String> diff) {
    return diff.stream()
        .filter(l -> l.startsWith("diff --git "))
        .map(l -> l.substring(l.lastIndexOf(" b/") + 3))
        .toList();
  }

  // ---- JSON

  private List<Commit> json(String text) {
    try {
      JsonNode root = JsonMapper.shared().readTree(text);
      JsonNode list = root.isArray() ? root : root.path("commits");
      return list.valueStream().flatMap(each -> recorded(each).stream()).toList();
    } catch (JacksonException e) {
      throw new IntakeException(
          Kind.MALFORMED,
          path
              + ": expected what git log -p prints, or a JSON list of commits, found neither: "
              + CleanText.line(String.valueOf(e.getOriginalMessage()), 120),
          e);
    }
  }

  private static Optional<Commit> recorded(JsonNode each) {
    List<String> files =
        Stream.of("files", "files_changed")
            .flatMap(name -> each.path(name).valueStream())
            .map(file -> file.isObject() ? file.path("filename").asString("") : file.asString(""))
            .toList();
    return time(first(each, "at", "timestamp", "date", "time"))
        .flatMap(at ->
            commit(
                first(each, "id", "sha", "commit"),
                at,
                first(each, "message", "subject", "title"),
                files,
                first(each, "diff", "patch")));
  }

  private static String first(JsonNode node, String... names) {
    return Stream.of(names)
        .map(name -> node.path(name).asString(""))
        .filter(text -> !text.isBlank())
        .findFirst()
        .orElse("");
  }

  // ---- both

  private static Optional<Commit> commit(
      String id, Instant at, String message, List<String> files, String diff) {
    String name = CleanText.line(id, 64);
    return name.isBlank()
        ? Optional.empty()
        : Optional.of(
            new Commit(
                name,
                at,
                message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)),
                files.stream().map(file -> CleanText.line(file, 300)).toList(),
                diff.substring(0, Math.min(diff.length(), LONGEST_DIFF))));
  }

  private static Optional<Instant> time(String text) {
    for (DateTimeFormatter form : List.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME, GIT_ISO, GIT)) {
      try {
        return Optional.of(OffsetDateTime.parse(text, form).toInstant());
      } catch (DateTimeException another) {
        // The next form may be the one.
      }
    }
    return Optional.empty();
  }
}
