package dev.aegis.app.mcp;

import dev.aegis.app.intake.CleanText;
import dev.aegis.room.RoomId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a tool was called with. What is not as the tool's schema says is refused with a sentence.
 */
final class Arguments {
  private static final int SHOWN = 60;

  private final Map<String, Object> values;

  /**
   * @param known names that the tool has
   */
  Arguments(@Nullable Map<String, Object> values, Set<String> known) {
    this.values = values == null ? Map.of() : values;
    for (String name : this.values.keySet()) {
      if (!known.contains(name)) {
        throw new WrongArgument(
            "expected "
                + (known.isEmpty() ? "no argument" : "no other argument than " + sorted(known))
                + ", found "
                + CleanText.line(name, SHOWN));
      }
    }
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }

  /** An argument is not as the schema says. */
  static final class WrongArgument extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongArgument(String sentence) {
      super(sentence);
    }
  }

  private static WrongArgument wrong(String name, String expected, @Nullable Object found) {
    String shown = found == null ? "nothing" : CleanText.line(String.valueOf(found), SHOWN);
    return new WrongArgument(name + ": expected " + expected + ", found " + shown);
  }

  /** The incident, which has to be named. */
  RoomId incident() {
    Object value = values.get("incident");
    try {
      return new RoomId(String.valueOf(value));
    } catch (IllegalArgumentException e) {
      throw wrong("incident", "the id of an incident such as INC-2026-0001", value);
    }
  }

  /** A text that has to be there, of at most so many characters. */
  String text(String name, int longest) {
    Object value = values.get(name);
    if (!(value instanceof String text) || text.isBlank() || text.length() > longest) {
      throw wrong(name, "a text of 1 to " + longest + " characters", value);
    }
    return text;
  }

  /** A text that may be left out, and is empty then. */
  String searched(String name, int longest) {
    return values.containsKey(name) ? text(name, longest) : "";
  }

  /** Texts, of which there may be none. */
  List<String> texts(String name, int most, int longest) {
    Object value = values.getOrDefault(name, List.of());
    if (value instanceof List<?> list
        && list.size() <= most
        && list.stream().allMatch(each -> isText(each, longest))) {
      return list.stream().map(String::valueOf).toList();
    }
    throw wrong(
        name, "a list of at most " + most + " texts of 1 to " + longest + " characters", value);
  }

  private static boolean isText(@Nullable Object value, int longest) {
    return value instanceof String text && !text.isBlank() && text.length() <= longest;
  }

  /** A whole number, 0 or above; 0 where it is not there. */
  int count(String name) {
    Object value = values.getOrDefault(name, 0);
    if (value instanceof Integer number && number >= 0) {
      return number;
    }
    throw wrong(name, "a whole number of 0 to " + Integer.MAX_VALUE, value);
  }

  boolean flag(String name) {
    Object value = values.getOrDefault(name, false);
    if (value instanceof Boolean yes) {
      return yes;
    }
    throw wrong(name, "true or false", value);
  }
}
