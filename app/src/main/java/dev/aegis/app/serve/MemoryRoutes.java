package dev.aegis.app.serve;

import dev.aegis.app.access.Right;
import dev.aegis.app.memory.MemoryDesk;
import dev.aegis.app.page.Frame;
import dev.aegis.app.page.MemoryView;
import dev.aegis.app.page.Pages;
import dev.aegis.incident.Incident;
import dev.aegis.room.MemoryMark;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an incident leaves to later ones, and what people say of that. */
final class MemoryRoutes {
  static final String PATH = "/incidents/*/memory";
  private static final int FORM_BYTES = 8 << 10;
  private static final Pattern INCIDENT = Pattern.compile("/incidents/([A-Z0-9-]{1,32})/memory");

  private final ShownRooms rooms;
  private final Pages pages;
  private final MemoryDesk desk;
  private final BiFunction<String, Visitor, Frame> frames;

  /**
   * @param frames what stands round a page with a title
   */
  MemoryRoutes(
      ShownRooms rooms, Pages pages, MemoryDesk desk, BiFunction<String, Visitor, Frame> frames) {
    this.rooms = rooms;
    this.pages = pages;
    this.desk = desk;
    this.frames = frames;
  }

  List<Route> all(PageRoutes guard) {
    return List.of(
        guard.page(PATH, (request, visitor) -> page(200, request, visitor, "")),
        guard.form(PATH, FORM_BYTES, Right.SPEAK, this::mark));
  }

  private Optional<Incident> incident(Incoming request) {
    Matcher path = INCIDENT.matcher(request.path());
    return (path.matches() ? rooms.room(path.group(1)) : Optional.<RoomFeed>empty())
        .map(RoomFeed::incident)
        .filter(incident -> incident.room().isPresent());
  }

  private Outgoing page(int status, Incoming request, Visitor visitor, String problem) {
    return incident(request)
        .map(incident -> MemoryView.of(incident, problem))
        .map(view ->
            Outgoing.of(
                status,
                "text/html; charset=utf-8",
                pages.memory(frames.apply("Memory of " + view.room(), visitor), view)))
        .orElseGet(() -> Outgoing.text(404, "no such incident; / has them all"));
  }

  private Outgoing mark(Incoming request, Visitor visitor) {
    Optional<Incident> incident = incident(request);
    if (incident.isEmpty()) {
      return Outgoing.text(404, "no such incident; / has them all");
    }
    Optional<MemoryMark.Standing> standing =
        Arrays.stream(MemoryMark.Standing.values())
            .filter(s -> s.words().equals(request.field("mark")))
            .findFirst();
    Optional<String> refused =
        standing.isEmpty()
            ? Optional.of("expected counts, doubted or forgotten, found another")
            : desk.mark(
                incident.get().room().orElseThrow(),
                standing.get(),
                request.field("reason"),
                visitor.name());
    return refused.isEmpty()
        ? Outgoing.seeOther(request.path())
        : page(400, request, visitor, refused.get() + ".");
  }
}
