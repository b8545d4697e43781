package dev.aegis.app.terminal;

/** A piece of a line in one ink. */
record Span(Ink ink, String text) {
  static Span plain(String text) {
    return new Span(Ink.PLAIN, text);
  }
}
