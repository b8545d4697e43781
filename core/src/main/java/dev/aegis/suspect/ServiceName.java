package dev.aegis.suspect;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A service's name as the paths of its files may spell it.
 *
 * @param name in full
 * @param words of it that tell it from others
 */
record ServiceName(String name, List<String> words) {
  private static final int SHORTEST_STEM = 4;
  private static final Set<String> EMPTY_WORDS =
      Set.of("service", "svc", "server", "app", "api", "worker", "core", "the", "pod");

  static ServiceName of(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceFirst("(service|svc|server)(-?\\d+)?$", "");
    return new ServiceName(
        name,
        Vocabulary.all(plain.isEmpty() ? name : plain).stream()
            .filter(word -> !EMPTY_WORDS.contains(word))
            .toList());
  }

  /** The words of a path, without the ending of the file. */
  static Set<String> segments(String file) {
    int dot = file.lastIndexOf('.');
    return new HashSet<>(Vocabulary.all(dot > 0 ? file.substring(0, dot) : file));
  }

  /** Whether a path names it: whole, or either as the beginning of the other. */
  boolean isIn(Set<String> segments) {
    for (String word : words) {
      String stem = Vocabulary.stem(word);
      for (String segment : segments) {
        if (segment.equals(word)
            || (stem.length() >= SHORTEST_STEM && segment.startsWith(stem))
            || (segment.length() >= SHORTEST_STEM && word.startsWith(segment))) {
          return true;
        }
      }
    }
    return false;
  }
}
