package dev.aegis.room;

import java.util.regex.Pattern;

/**
 * Who is connected to a room.
 *
 * @param name with its {@code @}, such as {@code @observer}
 */
public record Handle(String name) implements Comparable<Handle> {
  private static final Pattern FORM = Pattern.compile("@[a-z][a-z0-9_-]{0,31}");

  public static final Handle OBSERVER = new Handle("@observer");
  public static final Handle DIAGNOSTICIAN = new Handle("@diagnostician");
  public static final Handle REMEDIATOR = new Handle("@remediator");
  public static final Handle VALIDATOR = new Handle("@validator");
  public static final Handle COMMANDER = new Handle("@commander");
  public static final Handle SECURITY = new Handle("@security");

  /** The person on call. */
  public static final Handle HUMAN = new Handle("@human");

  /** The written policy that answers in a person's place where it names the action. */
  public static final Handle POLICY = new Handle("@policy");

  /** The shell itself: deadlines, and what the actuators reported. */
  public static final Handle AEGIS = new Handle("@aegis");

  public Handle {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "expected a handle such as @observer, found \"" + name + "\"");
    }
  }

  @Override
  public int compareTo(Handle other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
