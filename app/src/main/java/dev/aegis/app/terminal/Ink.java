package dev.aegis.app.terminal;

/** What a piece of text is for; a {@link Style} decides whether that shows as colour. */
enum Ink {
  PLAIN(""),
  STRONG("1"),
  DIM("2"),
  GOOD("1;32"),
  BAD("1;31"),
  WARN("33"),
  /** Only for an outcome that nobody knows. */
  ALARM("1;7;33"),
  OBSERVER("36"),
  DIAGNOSTICIAN("35"),
  REMEDIATOR("33"),
  VALIDATOR("32"),
  COMMANDER("34"),
  SECURITY("93"),
  PERSON("1");

  private final String escape;

  Ink(String parameters) {
    this.escape = parameters.isEmpty() ? "" : "\u001b[" + parameters + "m";
  }

  /** The escape sequence that switches it on; empty for {@link #PLAIN}. */
  String escape() {
    return escape;
  }
}
