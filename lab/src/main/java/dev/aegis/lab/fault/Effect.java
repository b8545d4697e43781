package dev.aegis.lab.fault;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/**
 * One thing that really happens inside the processes that match.
 *
 * @param id the same effect told again is the one that is running
 * @param parameters as written; what is left out has the fallback of its kind
 * @param startedAtEpochMillis when its fault began; 0 while it has not
 */
public record Effect(
    String id,
    EffectKind kind,
    Selector where,
    Course course,
    SequencedMap<String, String> parameters,
    long startedAtEpochMillis) {
  public Effect {
    if (Quantity.WORD.read(id).isEmpty()) {
      throw new FaultException("id: expected " + Quantity.WORD.expected() + ", found " + id);
    }
    parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
    parameters.forEach((name, value) -> requireKnown(kind, name, value));
    for (Parameter parameter : kind.parameters()) {
      if (parameter.mustBeGiven() && !parameters.containsKey(parameter.name())) {
        throw new FaultException(
            kind.wire()
                + ": expected "
                + parameter.name()
                + ", "
                + parameter.quantity().expected()
                + "; found none");
      }
    }
  }

  private static void requireKnown(EffectKind kind, String name, String value) {
    Parameter parameter =
        kind.parameter(name)
            .orElseThrow(() ->
                new FaultException(
                    kind.wire()
                        + ": unknown parameter "
                        + name
                        + "; known are "
                        + kind.parameters().stream().map(Parameter::name).toList()));
    if (parameter.quantity().read(value).isEmpty()) {
      throw new FaultException(
          kind.wire()
              + "."
              + name
              + ": expected "
              + parameter.quantity().expected()
              + ", found "
              + value);
    }
  }

  /** The same, begun. */
  public Effect startedAt(long epochMillis) {
    return new Effect(id, kind, where, course, parameters, epochMillis);
  }

  /** A parameter as it was written. */
  public String word(String name) {
    String given = parameters.get(name);
    return given == null ? parameter(name).fallback() : given;
  }

  /** A parameter in its base unit: seconds, bytes, a share, a number. */
  public double number(String name) {
    OptionalDouble read = parameter(name).quantity().read(word(name));
    return read.orElseThrow(() -> new FaultException(name + " is not a number: " + word(name)));
  }

  private Parameter parameter(String name) {
    return kind.parameter(name)
        .orElseThrow(() -> new FaultException(kind.wire() + " has no parameter " + name));
  }

  /** From 0 (not now) to 1 (in full). */
  public double intensity(long nowEpochMillis) {
    return course.intensity(Duration.ofMillis(nowEpochMillis - startedAtEpochMillis));
  }

  /** How often it has begun, less one. */
  public long round(long nowEpochMillis) {
    return course.round(Duration.ofMillis(nowEpochMillis - startedAtEpochMillis));
  }

  /** One line of text, read back by {@link #fromLine}. */
  public String toLine() {
    return EffectLine.write(this);
  }

  /**
   * The effect in a line.
   *
   * @throws FaultException when it is none, saying which key is wrong
   */
  public static Effect fromLine(String line) {
    return EffectLine.read(line);
  }

  /** From keys and values as a file or a line has them, apart from id and start. */
  public static Effect fromKeys(String id, long startedAtEpochMillis, Map<String, String> keys) {
    return EffectLine.ofKeys(id, startedAtEpochMillis, keys);
  }
}
