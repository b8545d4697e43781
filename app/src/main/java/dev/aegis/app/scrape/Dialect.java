package dev.aegis.app.scrape;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which of the two text formats a target speaks. */
public enum Dialect {
  PROMETHEUS("counter", "gauge", "histogram", "summary", "untyped"),
  OPENMETRICS(
      "counter", "gauge", "histogram", "summary", "unknown", "info", "stateset", "gaugehistogram");

  /** What a target is asked for, the one that says more first. */
  public static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

  private final String words;

  Dialect(String... words) {
    this.words = String.join(" ", words);
  }

  /** Which one a content type names; Prometheus's own where it names neither. */
  public static Dialect of(String contentType) {
    return contentType.toLowerCase(Locale.ROOT).strip().startsWith("application/openmetrics-text")
        ? OPENMETRICS
        : PROMETHEUS;
  }

  Exposition.@Nullable Type typeOf(String word) {
    if (word.isEmpty() || !Arrays.asList(words.split(" ", -1)).contains(word)) {
      return null;
    }
    return word.equals("unknown")
        ? Exposition.Type.UNTYPED
        : Exposition.Type.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Its words for types, as a sentence lists them. */
  String types() {
    int last = words.lastIndexOf(' ');
    return words.substring(0, last).replace(" ", ", ") + " or " + words.substring(last + 1);
  }
}
