package dev.aegis.app.terminal;

import java.util.List;
import java.util.Map;

/**
 * Whether colour is used. Colour only supports what the words already say: the text is the same
 * either way.
 */
public enum Style {
  PLAIN,
  COLOUR;

  private static final String RESET = "\u001b[0m";

  /**
   * Colour when the output is a terminal that can show it and nobody objects.
   *
   * @param terminal whether the output is a terminal
   * @param environment the process environment; {@code NO_COLOR} that is not empty (no-color.org)
   *     and {@code TERM=dumb} object, as does a missing {@code TERM}
   */
  public static Style of(boolean terminal, Map<String, String> environment) {
    boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    String term = environment.getOrDefault("TERM", "dumb");
    boolean dumb = term.isEmpty() || term.equals("dumb");
    return terminal && !refused && !dumb ? COLOUR : PLAIN;
  }

  /** One line as it is printed. */
  String paint(List<Span> line) {
    StringBuilder out = new StringBuilder();
    for (Span span : line) {
      boolean coloured = this == COLOUR && span.ink() != Ink.PLAIN && !span.text().isEmpty();
      out.append(coloured ? span.ink().escape() + span.text() + RESET : span.text());
    }
    return out.toString();
  }
}
