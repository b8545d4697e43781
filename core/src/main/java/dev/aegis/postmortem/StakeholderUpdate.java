package dev.aegis.postmortem;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.room.Cause;
import dev.aegis.room.Execution;
import dev.aegis.room.Signal;
import dev.aegis.room.Verification;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What users of a service may be told of an incident, as a draft: how it is for them and when they
 * hear more. It names no service, place, version or person, and cites nothing. Pure.
 *
 * @param stage how far the incident is
 * @param text a few sentences
 * @param nextBy when the next one is due; empty when it is over
 */
public record StakeholderUpdate(Stage stage, String text, Optional<Instant> nextBy) {
  /** People who are told nothing for longer take it that nothing is done. */
  public static final Duration EVERY = Duration.ofMinutes(30);

  /** Characters of what users are told at once, at most. */
  public static final int LONGEST = 2_000;

  private static final double LIKELY = 0.5;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** How far an incident is, for those who wait. */
  public enum Stage {
    INVESTIGATING("Investigating", "We are looking for the cause."),
    IDENTIFIED("Identified", "We have found the likely cause and are working on a fix."),
    MONITORING("Monitoring", "A fix is in place; we are watching whether it lasts."),
    RESOLVED("Resolved", "Everything works as usual again.");

    private final String word;
    private final String sentence;

    Stage(String word, String sentence) {
      this.word = word;
      this.sentence = sentence;
    }

    /** For people. */
    public String word() {
      return word;
    }

    /** The stage of a word; empty where there is none. */
    public static Optional<Stage> of(String word) {
      return Arrays.stream(values()).filter(stage -> stage.word.equals(word)).findFirst();
    }
  }

  public StakeholderUpdate {
    Objects.requireNonNull(stage);
    Objects.requireNonNull(text);
    Objects.requireNonNull(nextBy);
  }

  /** The draft as of an instant; empty while nothing was noticed. */
  public static Optional<StakeholderUpdate> of(Incident incident, Instant now) {
    return incident.signal().map(signal -> draft(signal, incident, now, stage(incident)));
  }

  /** A draft for each stage, in their order; none while nothing was noticed. */
  public static List<StakeholderUpdate> all(Incident incident, Instant now) {
    return incident.signal().stream()
        .flatMap(signal ->
            Arrays.stream(Stage.values()).map(stage -> draft(signal, incident, now, stage)))
        .toList();
  }

  /**
   * When users have to hear again: half an hour after they were told last, or after it was noticed.
   *
   * @param told what they were told last
   * @return empty while nothing was noticed, and once they were told that it is over
   */
  public static Optional<Instant> due(Incident incident, Optional<Published> told) {
    boolean over = told.filter(t -> t.stage() == Stage.RESOLVED).isPresent();
    return incident
        .signal()
        .filter(_ -> !over)
        .map(s -> told.map(Published::at).orElse(s.detectedAt()).plus(EVERY));
  }

  /**
   * What users were told.
   *
   * @param by who told them
   * @param at when
   */
  public record Published(Stage stage, String text, String by, Instant at) {
    public Published {
      Objects.requireNonNull(stage);
      Objects.requireNonNull(by);
      Objects.requireNonNull(at);
      if (text.isBlank() || text.length() > LONGEST) {
        throw new IllegalArgumentException(
            "expected 1 to " + LONGEST + " characters, found " + text.length());
      }
    }
  }

  private static StakeholderUpdate draft(
      Signal signal, Incident incident, Instant now, Stage stage) {
    boolean over = stage == Stage.RESOLVED;
    Optional<Instant> next = over ? Optional.empty() : Optional.of(now.plus(EVERY));
    String noticed = impact(signal, over);
    String text =
        (over ? over(signal, incident) : "Since " + TIME.format(signal.startedAt()) + " ")
            + noticed
            + ". "
            + stage.sentence
            + next.map(at -> " Next update by " + TIME.format(at) + ".").orElse("");
    return new StakeholderUpdate(stage, text, next);
  }

  private static String over(Signal signal, Incident incident) {
    Instant began = signal.startedAt();
    String lasted =
        incident
            .decision()
            .map(d -> Math.round(1000 * d.worth().downtimeSeconds()))
            .map(millis -> ", for " + Figures.duration(Duration.ofMillis(millis)))
            .orElse("");
    return "From " + TIME.format(began) + " on" + lasted + ", ";
  }

  private static Stage stage(Incident incident) {
    if (incident.status() == Status.RESOLVED) {
      return Stage.RESOLVED;
    }
    if (inPlace(incident)) {
      return Stage.MONITORING;
    }
    boolean known =
        incident
            .cause()
            .filter(h -> h.cause() != Cause.UNKNOWN && h.weight() >= LIKELY)
            .isPresent();
    return known ? Stage.IDENTIFIED : Stage.INVESTIGATING;
  }

  /** Every step of the newest plan was seen done, and nothing says that it did not help. */
  private static boolean inPlace(Incident incident) {
    if (incident.status() != Status.OPEN || incident.executedPlans().isEmpty()) {
      return false;
    }
    String newest = incident.executedPlans().getLast();
    List<Execution> steps =
        incident.steps().stream().filter(e -> e.planHash().equals(newest)).toList();
    boolean failed =
        incident
            .verification()
            .filter(
                v -> v.planHash().equals(newest) && v.outcome() == Verification.Outcome.NOT_HELD)
            .isPresent();
    return !failed
        && steps.size() == steps.getFirst().steps()
        && steps.stream().allMatch(e -> !e.undo() && e.state() == Execution.State.OBSERVED);
  }

  private static String impact(Signal signal, boolean over) {
    List<String> all = new ArrayList<>();
    for (Signal.Symptom s : signal.symptoms()) {
      if (s.metric().equals("error_ratio") && s.observed() > s.baseline()) {
        all.add(
            "about "
                + Figures.percent(Math.rint(100 * s.observed()) / 100)
                + " of requests "
                + (over ? "failed" : "fail"));
      } else if (s.metric().equals("latency_p99_ms") && s.observed() > s.baseline()) {
        all.add(
            "some requests "
                + (over ? "took " : "take ")
                + Figures.millis(s.observed())
                + " or longer");
      }
    }
    return all.isEmpty()
        ? "parts of the service " + (over ? "were" : "are") + " not as good as we promise"
        : String.join(" and ", all);
  }
}
