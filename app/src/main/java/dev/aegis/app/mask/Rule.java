package dev.aegis.app.mask;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One thing that is hidden.
 *
 * @param name how it is called in the file and in the text that stands for it
 * @param pattern what it looks like; where it has groups, the first one that took part is hidden
 *     alone
 * @param kind how it is hidden
 * @param signs in small letters, one of which every text has in which it is found; empty where
 *     nothing is known, then every text is looked at
 */
record Rule(String name, Pattern pattern, Kind kind, List<String> signs) {
  /** How something is hidden. */
  enum Kind {
    /** Without a trace of which one it was. */
    SECRET,
    /** So that the same is still seen to be the same. */
    PSEUDONYM,
    /** The same, for an address: one that names no machine but this is left. */
    ADDRESS
  }

  private static final Pattern ITSELF = Pattern.compile("127\\..*|0\\.0\\.0\\.0|::1|::");

  Rule {
    Objects.requireNonNull(name);
    Objects.requireNonNull(pattern);
    Objects.requireNonNull(kind);
    signs = List.copyOf(signs);
  }

  /**
   * Whether it may be found in a text: most texts show none of its signs, and looking for those is
   * cheap.
   *
   * @param small the text in small letters
   */
  boolean mayBeIn(String small) {
    if (kind == Kind.ADDRESS) {
      return small.contains("::") || count(small, '.') >= 3 || count(small, ':') >= 7;
    }
    return signs.isEmpty() || signs.stream().anyMatch(small::contains);
  }

  private static int count(String text, char c) {
    int count = 0;
    for (int at = text.indexOf(c); at >= 0; at = text.indexOf(c, at + 1)) {
      count++;
    }
    return count;
  }

  /** A rule of one's own. */
  static Rule of(String name, Pattern pattern) {
    return new Rule(name.toLowerCase(Locale.ROOT), pattern, Kind.PSEUDONYM, List.of());
  }

  /** Whether something that looks like it is left as it is. */
  boolean spares(String found) {
    return found.isEmpty() || kind == Kind.ADDRESS && ITSELF.matcher(found).matches();
  }
}
