package dev.aegis.twin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What a calibration tells people: the figures it found, and what it had to assume. */
final class Findings {
  private final List<Fitted.Parameter> parameters = new ArrayList<>();
  private final List<String> unknowns = new ArrayList<>();

  /**
   * A figure.
   *
   * @param format of the value
   * @param from how it was found
   */
  void note(String name, String format, double value, String from) {
    parameters.add(new Fitted.Parameter(name, String.format(Locale.ROOT, format, value), from));
  }

  void noteAll(Collection<Fitted.Parameter> further) {
    parameters.addAll(further);
  }

  /** What the figures do not tell, in a sentence. */
  void unknown(String sentence) {
    unknowns.add(sentence);
  }

  void unknownAll(Collection<String> sentences) {
    unknowns.addAll(sentences);
  }

  List<Fitted.Parameter> parameters() {
    return parameters;
  }

  List<String> unknowns() {
    return unknowns;
  }
}
