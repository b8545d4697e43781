package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import java.util.stream.Collectors;

/** A postmortem as text that can do nothing, line by line. */
final class Report {
  private static final int MOST_LINES = 600;

  private Report() {}

  static String inert(String markdown) {
    return markdown.lines().limit(MOST_LINES).map(Said::inert).collect(Collectors.joining("\n"));
  }
}
