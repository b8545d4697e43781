package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.incident.Incident;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Cause;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Outlook;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import java.util.ArrayList;
import java.util.List;
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
    boolean dependency =
        incident.cause().map(Hypothesis::cause).filter(Cause.SLOW_DEPENDENCY::equals).isPresent();
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
            dependency || unexplained(incident) ? "" : "culprit"));
    if (dependency) {
      places.add(
          new Place(
              incident.cause().map(h -> Said.inert(h.statement())).orElse(""),
              "",
              "bad",
              "culprit"));
    } else {
      s.suspects().stream()
          .findFirst()
          .ifPresent(
              x -> places.add(new Place(Said.inert(change(x)), "likeliest change", "warn", "")));
    }
    refuge(incident).ifPresent(places::add);
    return List.copyOf(places);
  }

  private static boolean unexplained(Incident incident) {
    return incident.cause().map(Hypothesis::cause).orElse(Cause.UNKNOWN) == Cause.UNKNOWN;
  }

  private static String change(Signal.Suspect suspect) {
    return suspect.change().kind().name().toLowerCase(java.util.Locale.ROOT)
        + " "
        + suspect.change().version();
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
