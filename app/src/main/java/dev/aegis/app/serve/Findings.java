package dev.aegis.app.serve;

import java.util.ArrayList;
import java.util.List;

/** What the doctor found, a line each, and whether any of it is off. */
final class Findings {
  private final List<String> lines = new ArrayList<>();
  private boolean off;

  void well(String line) {
    lines.add("ok    " + line);
  }

  /** Something that works otherwise than one might think. */
  void note(String line) {
    lines.add("note  " + line);
  }

  /** Something that does not work, with its remedy. */
  void off(String line) {
    lines.add("OFF   " + line);
    off = true;
  }

  boolean anyOff() {
    return off;
  }

  List<String> lines() {
    return lines;
  }
}
