package dev.aegis.app.serve;

import dev.aegis.app.access.Right;
import dev.aegis.app.page.Frame;
import dev.aegis.app.page.Pages;
import dev.aegis.app.page.PostmortemView;
import dev.aegis.app.report.EditDesk;
import dev.aegis.app.report.ReportPage;
import dev.aegis.postmortem.Report;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page of the report on an incident, and what people change in it. */
final class PostmortemRoutes {
  static final String PATH = "/incidents/*/postmortem";

  /** Room for the longest text, in any script, as a form encodes it. */
  private static final int FORM_BYTES = 128 << 10;

  private static final Pattern INCIDENT =
      Pattern.compile("/incidents/([A-Z0-9-]{1,32})/postmortem");

  private final ShownRooms rooms;
  private final Pages pages;
  private final EditDesk desk;
  private final BiFunction<String, Visitor, Frame> frames;

  /**
   * @param frames what stands round a page with a title
   */
  PostmortemRoutes(
      ShownRooms rooms, Pages pages, EditDesk desk, BiFunction<String, Visitor, Frame> frames) {
    this.rooms = rooms;
    this.pages = pages;
    this.desk = desk;
    this.frames = frames;
  }

  List<Route> all(PageRoutes guard) {
    return List.of(
        guard.page(PATH, this::show), guard.form(PATH, FORM_BYTES, Right.SPEAK, this::edit));
  }

  private Outgoing show(Incoming request, Visitor visitor) {
    return log(request)
        .map(log -> page(200, log, visitor, !request.parameter("recorded").isEmpty(), "", Map.of()))
        .orElseGet(() -> Outgoing.text(404, "no such incident; / has them all"));
  }

  private Optional<List<RoomMessage>> log(Incoming request) {
    Matcher path = INCIDENT.matcher(request.path());
    return (path.matches() ? rooms.room(path.group(1)) : Optional.<RoomFeed>empty())
        .map(feed -> feed.incident().log())
        .filter(log -> !log.isEmpty());
  }

  private Outgoing page(
      int status,
      List<RoomMessage> log,
      Visitor visitor,
      boolean asRecorded,
      String problem,
      Map<String, String> late) {
    RoomId room = log.getFirst().room();
    Report report = asRecorded ? Report.of(log) : desk.report(room, log);
    PostmortemView view = ReportPage.of(log, report, asRecorded, problem, late);
    return Outgoing.of(
        status,
        "text/html; charset=utf-8",
        pages.postmortem(frames.apply("Postmortem of " + room, visitor), view));
  }

  private Outgoing edit(Incoming request, Visitor visitor) {
    Optional<List<RoomMessage>> log = log(request);
    if (log.isEmpty()) {
      return Outgoing.text(404, "no such incident; / has them all");
    }
    return switch (taken(request, log.get(), visitor.name())) {
      case EditDesk.Taken.Kept _ -> Outgoing.seeOther(request.path() + "#" + part(request));
      case EditDesk.Taken.Changed _ ->
          page(
              409,
              log.get(),
              visitor,
              /* asRecorded= */ false,
              "somebody else changed this meanwhile; the page shows what it says now.",
              yours(request));
      case EditDesk.Taken.Refused refused ->
          page(
              400,
              log.get(),
              visitor,
              /* asRecorded= */ false,
              refused.why() + ".",
              yours(request));
    };
  }

  private EditDesk.Taken taken(Incoming request, List<RoomMessage> log, String by) {
    RoomId room = log.getFirst().room();
    String section = request.field("section");
    String seen = request.field("seen");
    return switch (request.field("edit")) {
      case "rewrite" -> desk.rewrite(room, log, section, seen, request.field("text"), by);
      case "revert" -> desk.revert(room, log, section, seen, by);
      case "assign" ->
          desk.assign(
              room,
              log,
              request.field("task"),
              seen.isEmpty() ? EditDesk.version("") : seen,
              request.field("owner"),
              request.field("due"),
              by);
      case "drop" -> desk.drop(room, log, request.field("task"), seen, request.field("reason"), by);
      case "retime" -> {
        String[] moment = request.field("moment").split(" ", 2);
        yield desk.retime(
            room, log, moment[0], moment.length < 2 ? "" : moment[1], request.field("time"), by);
      }
      default -> new EditDesk.Taken.Refused("expected rewrite, revert, assign, drop or retime");
    };
  }

  private static Map<String, String> yours(Incoming request) {
    String text = request.field("text");
    return text.isBlank() ? Map.of() : Map.of(request.field("section"), text);
  }

  private static String part(Incoming request) {
    return switch (request.field("edit")) {
      case "assign", "drop" -> "follow_ups";
      case "retime" -> "timeline";
      default -> request.field("section");
    };
  }
}
