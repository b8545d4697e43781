package dev.aegis.app.serve;

import dev.aegis.app.page.EvidencePage;
import dev.aegis.app.page.Frame;
import dev.aegis.app.page.Pages;
import dev.aegis.incident.Incident;
import dev.aegis.room.Evidence;
import dev.aegis.room.RoomMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A piece of evidence by itself: on a page, as what is drawn, and as its rows. */
final class EvidenceRoutes {
  static final String PATH = "/incidents/*/evidence";
  private static final Pattern INCIDENT = Pattern.compile("/incidents/([A-Z0-9-]{1,32})/evidence");

  private final ShownRooms rooms;
  private final Pages pages;
  private final BiFunction<String, Visitor, Frame> frames;

  /**
   * @param frames what stands round a page with a title
   */
  EvidenceRoutes(ShownRooms rooms, Pages pages, BiFunction<String, Visitor, Frame> frames) {
    this.rooms = rooms;
    this.pages = pages;
    this.frames = frames;
  }

  private record Cited(RoomMessage message, Evidence evidence) {}

  List<Route> all(PageRoutes guard) {
    return List.of(guard.page(PATH, this::page));
  }

  private Outgoing page(Incoming request, Visitor visitor) {
    Matcher path = INCIDENT.matcher(request.path());
    Optional<Incident> incident =
        (path.matches() ? rooms.room(path.group(1)) : Optional.<RoomFeed>empty())
            .map(RoomFeed::incident)
            .filter(found -> found.room().isPresent());
    if (incident.isEmpty()) {
      return Outgoing.text(404, "no such incident; / has them all");
    }
    return cited(incident.get(), request)
        .map(cited -> EvidencePage.of(incident.get(), cited.message(), cited.evidence()))
        .map(view ->
            Outgoing.of(
                200,
                "text/html; charset=utf-8",
                pages.evidence(
                    frames.apply(view.piece().id() + " of " + view.room(), visitor), view)))
        .orElseGet(() ->
            Outgoing.text(
                404,
                "no such evidence: expected the number of a message and the name of a piece that it"
                    + " cites, such as ?message=2&id=e1; the room of "
                    + path.group(1)
                    + " links them all"));
  }

  /** What is drawn of it, as JSON, or else its rows as CSV. */
  Outgoing file(RoomFeed feed, Incoming request, boolean drawn) {
    Incident incident = feed.incident();
    Optional<Evidence> found = cited(incident, request).map(Cited::evidence);
    Optional<Outgoing> answer =
        drawn
            ? found
                .flatMap(e -> pages.seriesJson(e, incident))
                .map(text -> Outgoing.of(200, Outgoing.JSON, text))
            : found.map(e -> Outgoing.of(200, "text/csv; charset=utf-8", pages.evidenceCsv(e)));
    return answer.orElseGet(() -> Outgoing.text(404, "no such evidence in this room"));
  }

  private static Optional<Cited> cited(Incident incident, Incoming request) {
    return incident.log().stream()
        .filter(m -> Long.toString(m.seq()).equals(request.parameter("message")))
        .flatMap(m -> Evidence.of(m.payload()).stream().map(e -> new Cited(m, e)))
        .filter(cited -> cited.evidence().id().equals(request.parameter("id")))
        .findFirst();
  }
}
