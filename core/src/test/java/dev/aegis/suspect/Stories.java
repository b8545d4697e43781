package dev.aegis.suspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Made-up incidents from text files. */
final class Stories {
  private static final String START = "== ";

  /** Those that the mechanisms were tried on while they were written. */
  static final List<Story> ALL = read("stories.txt");

  /** Those that were written afterwards. */
  static final List<Story> LATER = read("later-stories.txt");

  private Stories() {}

  private static List<Story> read(String file) {
    List<Story> stories = new ArrayList<>();
    for (String part : text(file).split("(?m)^" + START, -1)) {
      if (!part.startsWith("#")) {
        stories.add(story(part.lines().toList()));
      }
    }
    return List.copyOf(stories);
  }

  private static Story story(List<String> lines) {
    List<String> alert = List.of(field(lines, 2, "alert").split(" ", -1));
    return new Story(
        lines.getFirst(),
        "billing",
        field(lines, 1, "file"),
        alert.get(0),
        Double.parseDouble(alert.get(1)),
        Double.parseDouble(alert.get(2)),
        field(lines, 3, "error"),
        String.join("\n", lines.subList(4, lines.size())) + "\n");
  }

  private static String field(List<String> lines, int row, String name) {
    String line = lines.get(row);
    if (!line.startsWith(name)) {
      throw new IllegalArgumentException("expected " + name + ", found " + line);
    }
    return line.substring(name.length()).strip();
  }

  private static String text(String file) {
    try (InputStream in = Stories.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
