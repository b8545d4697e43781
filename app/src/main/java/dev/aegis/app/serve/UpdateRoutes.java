package dev.aegis.app.serve;

import dev.aegis.app.access.Right;
import dev.aegis.app.page.Frame;
import dev.aegis.app.page.Pages;
import dev.aegis.app.page.Part;
import dev.aegis.app.page.UpdatesView;
import dev.aegis.app.report.UpdateDesk;
import dev.aegis.incident.Incident;
import dev.aegis.room.RoomId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What users are told of incidents: where people write it, and the page on which users read it. */
final class UpdateRoutes {
  static final String STATUS = "/status";
  static final String PATH = "/incidents/*/update";
  private static final int FORM_BYTES = 32 << 10;
  private static final String HTML = "text/html; charset=utf-8";
  private static final Pattern INCIDENT = Pattern.compile("/incidents/([A-Z0-9-]{1,32})/update");

  private final ShownRooms rooms;
  private final Pages pages;
  private final UpdateDesk desk;
  private final InstantSource clock;
  private final BiFunction<String, Visitor, Frame> frames;

  /**
   * @param frames what stands round a page with a title
   */
  UpdateRoutes(
      ShownRooms rooms,
      Pages pages,
      UpdateDesk desk,
      InstantSource clock,
      BiFunction<String, Visitor, Frame> frames) {
    this.rooms = rooms;
    this.pages = pages;
    this.desk = desk;
    this.clock = clock;
    this.frames = frames;
  }

  /**
   * All of them.
   *
   * @param assets the folder of the style sheet
   */
  List<Route> all(PageRoutes guard, String assets) {
    return List.of(
        PageRoutes.open("GET", STATUS, 0, _ -> status(assets)),
        guard.page(PATH, (request, visitor) -> page(200, request, visitor, "")),
        guard.form(PATH, FORM_BYTES, Right.SPEAK, this::tell));
  }

  private Outgoing status(String assets) {
    return Outgoing.of(200, HTML, pages.status(assets, UpdatesView.published(desk.published())));
  }

  /** The part of a room's page. */
  Part part(Incident incident) {
    return pages.updates(view(incident, ""));
  }

  private Optional<UpdatesView> view(Incident incident, String problem) {
    return incident
        .room()
        .flatMap(room -> UpdatesView.of(incident, desk.told(room), clock.instant(), problem));
  }

  private Outgoing page(int status, Incoming request, Visitor visitor, String problem) {
    return incident(request)
        .flatMap(incident -> view(incident, problem))
        .map(view ->
            Outgoing.of(status, HTML, pages.update(frames.apply("For users", visitor), view)))
        .orElseGet(() -> Outgoing.text(404, "no such incident; / has them all"));
  }

  private Optional<Incident> incident(Incoming request) {
    Matcher path = INCIDENT.matcher(request.path());
    return (path.matches() ? rooms.room(path.group(1)) : Optional.<RoomFeed>empty())
        .map(RoomFeed::incident);
  }

  private Outgoing tell(Incoming request, Visitor visitor) {
    Optional<RoomId> room =
        incident(request).filter(i -> i.signal().isPresent()).flatMap(Incident::room);
    if (room.isEmpty()) {
      return Outgoing.text(404, "no such incident; / has them all");
    }
    Optional<String> refused =
        desk.tell(room.get(), request.field("stage"), request.field("text"), visitor.name());
    return refused.isEmpty()
        ? Outgoing.seeOther(request.path())
        : page(400, request, visitor, refused.get() + ".");
  }
}
