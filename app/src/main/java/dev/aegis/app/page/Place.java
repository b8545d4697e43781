package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.incident.Incident;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Cause;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Outlook;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.telemetry.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A place on the way of a request, from the customers on.
 *
 * @param name what is there
 * @param detail how it does
 * @param tone {@code bad} on the way of the failure, {@code act} where traffic may go, else {@code
 *     calm}
 * @param role such as {@code culprit}; empty for none
 */
public record Place(String name, String detail, String tone, String role) {
  /** The way of the failure as far as the room knows it. */
  public static List<Place> of(Incident incident) {
    Optional<Signal> signal = incident.signal();
    if (signal.isEmpty()) {
      return List.of();
    }
    Signal s = signal.get();
    Optional<Hypothesis> called = incident.cause().filter(Place::isCalled);
    List<Place> places = new ArrayList<>();
    places.add(new Place("customers", "see it", "bad", ""));
    places.add(
        new Place(
            Said.inert(s.region().isEmpty() ? s.service() : s.service() + ", " + s.region()),
            s.symptoms().stream()
                .limit(2)
                .map(RoomHead::symptom)
                .reduce((a, b) -> a + ", " + b)
                .orElse(""),
            "bad",
            called.isPresent() || unexplained(incident) ? "" : "culprit"));
    CallPath.of(incident).between().stream()
        .map(name -> new Place(Said.inert(name), "calls on", "bad", ""))
        .forEach(places::add);
    called.map(Place::culprit).ifPresent(places::add);
    change(s, called)
        .ifPresent(
            x -> places.add(new Place(Said.inert(change(x)), "likeliest change", "warn", "")));
    refuge(incident).ifPresent(places::add);
    return List.copyOf(places);
  }

  /** Whether the cause lies in a service that the one in trouble calls. */
  private static boolean isCalled(Hypothesis cause) {
    return cause.cause() == Cause.SLOW_DEPENDENCY || !cause.service().isEmpty();
  }

  private static Place culprit(Hypothesis called) {
    String statement = Said.inert(called.statement());
    String name = Said.inert(called.service());
    return name.isEmpty()
        ? new Place(statement, "", "bad", "culprit")
        : new Place(name, statement, "bad", "culprit");
  }

  /** Of a service that is called, the change that is blamed. */
  private static Optional<Change> change(Signal signal, Optional<Hypothesis> called) {
    return called.isPresent()
        ? called.map(Hypothesis::change)
        : signal.suspects().stream().findFirst().map(Signal.Suspect::change);
  }

  private static boolean unexplained(Incident incident) {
    return incident.cause().map(Hypothesis::cause).orElse(Cause.UNKNOWN) == Cause.UNKNOWN;
  }

  private static String change(Change change) {
    return change.kind().name().toLowerCase(Locale.ROOT) + " " + change.version();
  }

  /** Where the plan reaches beyond the place that burns. */
  private static Optional<Place> refuge(Incident incident) {
    return incident
        .approvalRequest()
        .map(ApprovalRequest::plan)
        .flatMap(plan ->
            incident
                .provedBy(plan.validation())
                .map(Incident.Attempt::result)
                .flatMap(ValidationResult::outlook)
                .flatMap(Outlook::tightest)
                .map(h ->
                    new Place(
                        Said.inert(h.region()),
                        "head-room " + Math.round(100 * h.left()) + " %",
                        "act",
                        "has to carry it")));
  }
}
