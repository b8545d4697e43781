package dev.aegis.suspect;

import java.util.Objects;

/**
 * What log lines have in common, and how many more there were than before.
 *
 * @param service who wrote them; empty when not recorded
 * @param text the pattern, with placeholders: untrusted text
 * @param count lines in the window
 * @param more lines more than usual; negative for fewer
 * @param bad whether such lines tell of trouble
 */
public record LogPattern(String service, String text, double count, double more, boolean bad) {
  public LogPattern {
    Objects.requireNonNull(service);
    Objects.requireNonNull(text);
  }
}
