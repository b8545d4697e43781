package dev.aegis.suspect;

import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A way for a change to break a service: what the diff does, and what is then seen. Both must be
 * there; either alone says nothing.
 *
 * @param name a few words
 * @param sign what the diff does
 * @param seen what failing messages and moved series say, on lower-case text with its identifiers
 *     taken apart
 * @param decibans its weight where both are there
 */
record Mechanism(String name, Predicate<Edit> sign, Pattern seen, double decibans) {
  /** What names the very thing that broke. */
  static final double STRONG = 13;

  /** What can break in more ways than this. */
  static final double FAIR = 9;

  /** What most changes of code do. */
  static final double FAINT = 4;

  Mechanism {
    Objects.requireNonNull(name);
    Objects.requireNonNull(sign);
    Objects.requireNonNull(seen);
  }

  static Mechanism of(String name, double decibans, Predicate<Edit> sign, String seen) {
    return new Mechanism(name, sign, Pattern.compile(seen), decibans);
  }
}
