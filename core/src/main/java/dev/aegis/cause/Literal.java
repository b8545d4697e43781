package dev.aegis.cause;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Values written into SQL. Names come from telemetry, which anybody who sends a metric can write,
 * so nothing reaches a query but through here.
 */
final class Literal {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Literal() {}

  /**
   * A string literal by the SQL standard: in single quotes, each quote inside doubled; a backslash
   * means itself. A NUL cannot be part of a name in the database and would end the text early in
   * some drivers, so it becomes the replacement character, which matches nothing.
   */
  static String text(String value) {
    return "'" + value.replace('\0', '\uFFFD').replace("'", "''") + "'";
  }

  static String timestamp(Instant at) {
    return "TIMESTAMP '" + TIMESTAMP.format(at) + "'";
  }

  /** A list for {@code IN}, in the order given. */
  static String list(Collection<String> values) {
    return values.stream().map(Literal::text).collect(Collectors.joining(", ", "(", ")"));
  }
}
