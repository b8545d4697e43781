package dev.aegis.app.mask;

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
 */
record Rule(String name, Pattern pattern, Kind kind) {
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
  }

  /** A rule of one's own. */
  static Rule of(String name, Pattern pattern) {
    return new Rule(name.toLowerCase(Locale.ROOT), pattern, Kind.PSEUDONYM);
  }

  /** Whether something that looks like it is left as it is. */
  boolean spares(String found) {
    return found.isEmpty() || kind == Kind.ADDRESS && ITSELF.matcher(found).matches();
  }
}
