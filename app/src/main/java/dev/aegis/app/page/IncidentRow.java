package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Decision;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Quorum;
import dev.aegis.room.Signal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An incident in a list.
 *
 * @param room its name
 * @param severity such as {@code SEV1}
 * @param title the service, where it runs and what is wrong
 * @param service the service alone
 * @param standing where it stands
 * @param burns whether it is not over
 * @param when it began, UTC
 * @param burned for how long
 * @param since milliseconds since 1970
 * @param cost so far
 * @param dollarsPerMinute by which the cost grows
 * @param cause the likeliest; empty where none is known
 * @param fix what was decided upon; empty for nothing
 * @param decidedBy who allowed it or said no
 * @param averted what was saved
 * @param about what went wrong and what was done, in sentences
 */
public record IncidentRow(
    String room,
    String severity,
    String title,
    String service,
    Standing standing,
    boolean burns,
    String when,
    String burned,
    long since,
    String cost,
    double dollarsPerMinute,
    String cause,
    String fix,
    String decidedBy,
    String averted,
    String about) {

  /** A room as its list shows it; empty while nothing is signalled. */
  public static Optional<IncidentRow> of(Incident incident, Instant now) {
    return incident.signal().map(signal -> row(incident, signal, now));
  }

  private static IncidentRow row(Incident incident, Signal signal, Instant now) {
    boolean priced = signal.dollarsPerMinute() > 0;
    Optional<Decision> decision = incident.decision();
    return new IncidentRow(
        incident.room().map(Object::toString).orElse(""),
        signal.severity().name(),
        RoomHead.title(signal),
        Said.inert(signal.service()),
        Standing.of(incident),
        !incident.phase().terminal(),
        Figures.dateTime(signal.startedAt()),
        Figures.duration(RoomHead.burned(incident, signal, now)),
        signal.startedAt().toEpochMilli(),
        priced ? Figures.money(RoomHead.cost(incident, signal, now)) : "not priced",
        signal.dollarsPerMinute(),
        incident.cause().map(Hypothesis::statement).map(Said::inert).orElse("not known"),
        decision
            .map(Decision::action)
            .map(action -> Said.inert(action.describe()))
            .orElse("nothing was done"),
        incident.quorum().map(Quorum::decidedBy).map(Said::inert).orElse(""),
        decision.map(d -> Figures.money(d.worth().avertedDollars())).orElse(""),
        about(incident, signal));
  }

  private static String about(Incident incident, Signal signal) {
    Stream<String> changes = signal.suspects().stream().map(s -> s.change().description());
    Stream<String> found =
        Stream.of(
            RoomHead.title(signal),
            incident.cause().map(Hypothesis::statement).orElse(""),
            incident.decision().map(Decision::sentence).orElse(""));
    return Stream.concat(found, changes)
        .filter(text -> !text.isBlank())
        .map(Said::inert)
        .collect(Collectors.joining(". "));
  }

  /** Whether each word of a search is in it. */
  public boolean matches(String search) {
    String all =
        String.join(" ", room, severity, title, cause, fix, decidedBy, standing.word())
            .toLowerCase(Locale.ROOT);
    for (String word : search.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
      if (!all.contains(word)) {
        return false;
      }
    }
    return true;
  }
}
