package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Decision;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What burns, since when, what it costs and who must act.
 *
 * @param room its name
 * @param severity such as {@code SEV1}; empty while nothing is signalled
 * @param title the service, where it runs and what is wrong with it
 * @param standing where it stands
 * @param facts from left to right
 */
public record RoomHead(
    String room, String severity, String title, Standing standing, List<Fact> facts) {
  public RoomHead {
    facts = List.copyOf(facts);
  }

  /** The head of the room that this is the log of. */
  public static RoomHead of(Incident incident, Instant now) {
    String room = incident.room().map(Object::toString).orElse("");
    Standing standing = Standing.of(incident);
    Optional<Signal> signal = incident.signal();
    List<Fact> facts = new ArrayList<>();
    facts.add(state(incident, standing));
    signal.ifPresent(s -> {
      facts.add(burning(incident, s, now));
      facts.add(impact(s));
      facts.add(money(incident, s, now));
    });
    facts.add(cause(incident));
    return new RoomHead(
        room,
        signal.map(s -> s.severity().name()).orElse(""),
        signal.map(RoomHead::title).orElse(room),
        standing,
        facts);
  }

  static String title(Signal signal) {
    String place = signal.region().isEmpty() ? "" : ", " + signal.region();
    String worst = signal.symptoms().stream().findFirst().map(s -> ": " + symptom(s)).orElse("");
    return Said.inert(signal.service() + place + worst);
  }

  static String symptom(Signal.Symptom symptom) {
    return Figures.metricName(symptom.metric())
        + " "
        + Figures.metricValue(symptom.metric(), symptom.observed());
  }

  private static Fact state(Incident incident, Standing standing) {
    Instant last = incident.log().getLast().ts();
    return Fact.standing(
        "State",
        standing.word(),
        standing.who() + " · " + Figures.time(last) + " UTC",
        standing.tone());
  }

  /** When the last word on it was said; empty while it burns. */
  static Optional<Instant> over(Incident incident) {
    return incident.decision().isPresent() ? incident.lastAt(Decision.class) : Optional.empty();
  }

  static Duration burned(Incident incident, Signal signal, Instant now) {
    return incident
        .decision()
        .map(d -> Duration.ofMillis(Math.round(d.worth().downtimeSeconds() * 1000)))
        .orElseGet(() -> Duration.between(signal.startedAt(), now));
  }

  private static Fact burning(Incident incident, Signal signal, Instant now) {
    boolean burns = over(incident).isEmpty();
    boolean resolved = incident.status() == Status.RESOLVED;
    Duration detection = Duration.between(signal.startedAt(), signal.detectedAt());
    return new Fact(
        burns ? "Burning for" : resolved ? "Burned for" : "Not over after",
        Figures.duration(burned(incident, signal, now)),
        "since "
            + Figures.time(signal.startedAt())
            + " UTC, seen after "
            + Figures.duration(detection),
        "",
        burns ? signal.startedAt().toEpochMilli() : 0,
        0);
  }

  private static Fact impact(Signal signal) {
    String worst =
        signal.symptoms().stream().findFirst().map(RoomHead::symptom).orElse("not measured");
    return Fact.standing(
        "Impact",
        Said.inert(worst),
        "promised: p99 "
            + Figures.millis(signal.slo().latencyP99Millis())
            + ", errors "
            + Figures.percent(signal.slo().errorRatio()),
        "");
  }

  private static Fact money(Incident incident, Signal signal, Instant now) {
    double rate = signal.dollarsPerMinute();
    if (rate <= 0) {
      return Fact.standing("Money", "not priced", "the profile declares no revenue", "");
    }
    boolean burns = over(incident).isEmpty();
    double cost = cost(incident, signal, now);
    return burns
        ? new Fact(
            "Money",
            Figures.money(cost),
            Figures.money(rate) + " a minute",
            "",
            signal.startedAt().toEpochMilli(),
            rate)
        : Fact.standing(
            "Money",
            Figures.money(cost),
            incident
                .decision()
                .map(d -> "averted " + Figures.money(d.worth().avertedDollars()))
                .orElse(""),
            "");
  }

  /** What it has cost so far. */
  static double cost(Incident incident, Signal signal, Instant now) {
    return incident
        .decision()
        .map(d -> d.worth().downtimeDollars())
        .orElseGet(() ->
            Duration.between(signal.startedAt(), now).toMillis()
                / 60_000.0
                * signal.dollarsPerMinute());
  }

  private static Fact cause(Incident incident) {
    Optional<Hypothesis> leading = incident.cause();
    return Fact.standing(
        "Cause",
        leading.map(h -> Said.inert(h.statement())).orElse("not known yet"),
        leading.map(h -> Certainty.words(h.weight())).orElse("@diagnostician is asked"),
        "");
  }

  /** The newest request for an approval with the message that bears it. */
  static Optional<RoomMessage> request(Incident incident) {
    return incident.log().stream()
        .filter(m -> m.payload() instanceof ApprovalRequest)
        .reduce((earlier, later) -> later);
  }
}
