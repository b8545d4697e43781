package dev.aegis.suspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A figure in code with what it is the figure of.
 *
 * @param key the name beside it, as written
 * @param value in milliseconds where it is a time, in bytes where it is a size, else as written
 * @param written the figure as it stands there, without its unit
 */
record Amount(String key, double value, double written) {
  private static final String NUMBER = "(-?[0-9][0-9_]{0,17}(?:\\.[0-9]{1,9})?)";
  private static final String BEFORE =
      "(?:(time\\.[A-Za-z]+|(?:Duration|timedelta|TimeSpan)[.(][A-Za-z]+)\\s*[*(=]\\s*)?";
  private static final String AFTER = "\\s*(?:\\*\\s*)?((?:time\\.)?[A-Za-z]*)";
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "([A-Za-z_][\\w.\\-]{0,60})[\"'`]?\\s*(?::=|=>|[:=])\\s*"
              + "(?:[A-Za-z_]\\w{0,20}\\s*=\\s*)?[\"']?"
              + BEFORE
              + NUMBER
              + AFTER);
  private static final Pattern PASSED =
      Pattern.compile(
          "([A-Za-z_]\\w{1,60})\\s*\\((?:[\\w.]{1,40}\\s*,\\s*){0,3}" + BEFORE + NUMBER + AFTER);
  private static final Pattern SPOKEN =
      Pattern.compile("\\b((?i:limit|top|timeout|interval|xmx|xms))\\s*" + NUMBER + AFTER);

  /** All of a line of code, left to right. */
  static List<Amount> in(String code) {
    List<Amount> found = new ArrayList<>();
    for (Pattern pattern : List.of(ASSIGNED, PASSED)) {
      Matcher matcher = pattern.matcher(code);
      while (matcher.find()) {
        add(found, matcher.group(1), matcher.group(3), matcher.group(2), matcher.group(4));
      }
    }
    Matcher spoken = SPOKEN.matcher(code);
    while (spoken.find()) {
      add(found, spoken.group(1), spoken.group(2), null, spoken.group(3));
    }
    return found;
  }

  private static void add(
      List<Amount> found,
      String key,
      String number,
      @Nullable String before,
      @Nullable String after) {
    double written = Double.parseDouble(number.replace("_", ""));
    String unit = before != null ? before : after == null ? "" : after;
    found.add(new Amount(key, written * scale(key, unit), written));
  }

  private static double scale(String key, String unit) {
    String last = unit.substring(unit.lastIndexOf('.') + 1).replaceAll(".*\\(", "");
    String plain = last.toLowerCase(Locale.ROOT).replaceFirst("^of", "");
    String words = Vocabulary.spread(key);
    boolean cpu = words.contains("cpu");
    return switch (plain) {
      case "ms", "millis", "milli", "millisecond", "milliseconds" -> 1;
      case "us", "micros", "microsecond", "microseconds" -> 1e-3;
      case "s", "sec", "secs", "second", "seconds" -> 1e3;
      case "m" -> cpu ? 1e-3 : words.contains("xm") ? 1 << 20 : 6e4;
      case "min", "mins", "minute", "minutes" -> 6e4;
      case "h", "hour", "hours" -> 3.6e6;
      case "d", "day", "days" -> 8.64e7;
      case "k", "kb", "ki", "kib" -> 1 << 10;
      case "mb", "mi", "mib" -> 1 << 20;
      case "g", "gb", "gi", "gib" -> 1 << 30;
      default ->
          words.matches(".*\\b(seconds?|secs?)$") ? 1e3 : words.matches(".*\\bminutes?$") ? 6e4 : 1;
    };
  }
}
