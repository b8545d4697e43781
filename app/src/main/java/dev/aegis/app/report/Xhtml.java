package dev.aegis.app.report;

import dev.aegis.app.terminal.Said;

/** Text in XHTML that can be nothing but text. */
final class Xhtml {
  private Xhtml() {}

  static String text(String any) {
    return Said.inert(any)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
