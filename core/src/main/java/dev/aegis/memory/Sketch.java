package dev.aegis.memory;

import dev.aegis.room.Signal;
import dev.aegis.telemetry.Change;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an incident looks like before anybody knows its cause.
 *
 * @param environment where the service runs, as its owners call it
 * @param service in trouble
 * @param region in trouble; empty when not recorded
 * @param symptoms names of the anomalous metrics
 * @param change the likeliest suspect by kind and name, without its version; empty for none
 * @param path the service in which what is lost arises; empty for the one in trouble
 * @param patterns log lines of which there were more than usual: untrusted text
 */
public record Sketch(
    String environment,
    String service,
    String region,
    SortedSet<String> symptoms,
    String change,
    String path,
    SortedSet<String> patterns) {
  /** A suspect with less belief than this is no feature of an incident. */
  private static final double SUSPECTED = 0.2;

  /** Patterns that are compared: the first by what they have grown. */
  public static final int MOST_PATTERNS = 5;

  public Sketch {
    symptoms = Collections.unmodifiableSortedSet(new TreeSet<>(symptoms));
    patterns = Collections.unmodifiableSortedSet(new TreeSet<>(patterns));
  }

  /** Of an incident as its signal tells it. */
  public static Sketch of(Signal signal, String path, Collection<String> patterns) {
    return new Sketch(
        signal.environment(),
        signal.service(),
        signal.region(),
        signal.symptoms().stream()
            .map(Signal.Symptom::metric)
            .collect(Collectors.toCollection(TreeSet::new)),
        signal.suspects().stream()
            .limit(1)
            .filter(s -> s.share() >= SUSPECTED)
            .map(s -> named(s.change()))
            .findFirst()
            .orElse(""),
        path.equals(signal.service()) ? "" : path,
        new TreeSet<>(patterns));
  }

  private static String named(Change change) {
    String what = change.setting().isEmpty() ? change.service() : change.setting();
    return (change.kind().name().toLowerCase(Locale.ROOT) + " " + what).strip();
  }
}
