package dev.aegis.app.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody is here, and so what they may do: each also what those before it may. */
public enum Role {
  VIEWER(Right.LOOK),
  RESPONDER(Right.STOP),
  APPROVER(Right.DECIDE),
  ADMIN(Right.CONTROL);

  private final Right furthest;

  Role(Right furthest) {
    this.furthest = furthest;
  }

  public boolean may(Right right) {
    return right.compareTo(furthest) <= 0;
  }

  /** The rights that it has, in words, for pages. */
  public String rights() {
    return String.join(
        " ",
        Arrays.stream(Right.values())
            .filter(this::may)
            .map(right -> right.name().toLowerCase(Locale.ROOT))
            .toList());
  }

  /** As it is written in commands and files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a word; empty where there is none. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  /** The least that somebody has to be to have a right. */
  public static Role least(Right right) {
    return Arrays.stream(values()).filter(role -> role.may(right)).findFirst().orElseThrow();
  }

  /** All of them, from the least on. */
  public static String words() {
    return String.join(", ", Arrays.stream(values()).map(Role::word).toList());
  }
}
