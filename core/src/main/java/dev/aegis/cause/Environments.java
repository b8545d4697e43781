package dev.aegis.cause;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names of environments, which people shorten as they like. Two of them are told apart only where
 * both are usual names of different ones: a name that nobody knows, such as that of a namespace,
 * may be any of them.
 */
final class Environments {
  /** The usual names, by what they stand for. */
  private enum Usual {
    PRODUCTION("prod prd production live"),
    STAGING("stage stg staging preprod pre-prod preproduction uat"),
    TESTING("test testing tst qa ci integration"),
    DEVELOPMENT("dev develop development local sandbox preview");

    private final String names;

    Usual(String names) {
      this.names = names;
    }

    boolean has(String name) {
      return List.of(names.split(" ", -1)).contains(name);
    }
  }

  private Environments() {}

  /** Whether these are surely two different ones. */
  static boolean differ(String one, String other) {
    Optional<Usual> first = usual(one);
    Optional<Usual> second = usual(other);
    return first.isPresent() && second.isPresent() && !first.equals(second);
  }

  private static Optional<Usual> usual(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT);
    return Stream.of(Usual.values()).filter(usual -> usual.has(plain)).findFirst();
  }
}
