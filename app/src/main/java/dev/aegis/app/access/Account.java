package dev.aegis.app.access;

import java.security.SecureRandom;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody with a password of their own here.
 *
 * @param name under which their answers stand in the record
 */
public record Account(String name, Role role, PasswordHash password) {
  /** Whoever has the link of the terminal. */
  public static final String OPERATOR = "operator";

  static final int SHORTEST_PASSWORD = 12;
  static final int LONGEST_PASSWORD = 256;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

  /** Names that the record gives to somebody else. */
  private static final Set<String> TAKEN =
      Set.of(
          OPERATOR,
          "aegis",
          "commander",
          "diagnostician",
          "human",
          "observer",
          "policy",
          "remediator",
          "security",
          "validator");

  /** With a new password. */
  static Account of(String name, Role role, String password) {
    return new Account(name, role, PasswordHash.of(password, new SecureRandom()));
  }

  /** Whether somebody may be called so. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches() && !TAKEN.contains(name);
  }

  /** As somebody who has proved to be it. */
  public Person person() {
    return new Person(name, role, password.text());
  }
}
