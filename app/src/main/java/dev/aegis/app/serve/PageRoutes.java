package dev.aegis.app.serve;

import dev.aegis.app.access.Right;
import dev.aegis.app.access.Role;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.mask.MaskingYaml;
import dev.aegis.app.page.Assets;
import dev.aegis.app.page.Doubted;
import dev.aegis.app.page.ForecastsView;
import dev.aegis.app.page.Frame;
import dev.aegis.app.page.HealthView;
import dev.aegis.app.page.IncidentRow;
import dev.aegis.app.page.IncidentsView;
import dev.aegis.app.page.Pages;
import dev.aegis.app.page.Part;
import dev.aegis.app.page.ReplayPicture;
import dev.aegis.app.report.EditDesk;
import dev.aegis.app.report.ReportHtml;
import dev.aegis.app.report.ReportJson;
import dev.aegis.app.report.ReportPdf;
import dev.aegis.app.search.NearMeaning;
import dev.aegis.incident.Forecasts;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.postmortem.PostmortemReport;
import dev.aegis.postmortem.Report;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What browsers ask for: the incidents, their rooms, and what people do there. */
final class PageRoutes implements AutoCloseable {
  private static final String HTML = "text/html; charset=utf-8";

  /** Everything that a page may load comes from here; nothing in it is written inline. */
  static final String POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src"
          + " 'none'";

  private static final Pattern ROOM = Pattern.compile("/rooms/([A-Z0-9-]{1,32})(/[a-z.]{1,32})?");
  private static final int FORM_BYTES = 16 << 10;

  private final ShownRooms rooms;
  private final Pages pages;
  private final Entrance entrance;
  private final WhoIsAsking asking;
  private final PageForms forms;
  private final StateDirectory home;
  private final InstantSource clock;
  private final Supplier<HealthView> health;
  private final EditDesk desk;
  private final PostmortemRoutes postmortems;
  private final UpdateRoutes updates;
  private final MemoryRoutes memories;
  private final EvidenceRoutes evidence;
  private final NearMeaning meaning;
  private final Assets assets = new Assets();
  private final LinePage lines;

  /**
   * @param health what is watched and told
   */
  PageRoutes(
      ShownRooms rooms,
      Pages pages,
      Entrance entrance,
      PageForms forms,
      StateDirectory home,
      InstantSource clock,
      Supplier<HealthView> health) {
    this.rooms = rooms;
    this.pages = pages;
    this.entrance = entrance;
    this.asking = entrance;
    this.forms = forms;
    this.home = home;
    this.clock = clock;
    this.health = health;
    this.lines = new LinePage(pages, assets.folder());
    this.meaning = new NearMeaning(home.path().resolve("cache"));
    UnaryOperator<String> masked = line -> MaskingYaml.found(home.path()).text(line);
    BiFunction<String, Visitor, Frame> frames =
        (title, visitor) -> frame(title, visitor, unknown(rooms.newest()), clock.instant());
    this.desk = rooms.edits(clock, masked);
    this.postmortems = new PostmortemRoutes(rooms, pages, desk, frames);
    this.updates = new UpdateRoutes(rooms, pages, rooms.updates(clock, masked), clock, frames);
    this.memories = new MemoryRoutes(rooms, pages, rooms.memory(masked), frames);
    this.evidence = new EvidenceRoutes(rooms, pages, frames);
  }

  /** The rooms that are shown. */
  ShownRooms rooms() {
    return rooms;
  }

  /**
   * All of them.
   *
   * @param otherwise what is told at {@code /} to whoever is no browser
   */
  List<Route> all(String otherwise) {
    return Stream.of(
            own(otherwise),
            postmortems.all(this),
            updates.all(this, assets.folder()),
            memories.all(this),
            evidence.all(this))
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> own(String otherwise) {
    return List.of(
        open("GET", "/", 0, request -> index(request, otherwise)),
        new Route(
            "GET",
            OneTimeLogin.PATH,
            0,
            true,
            new Admission.Machine(),
            request -> guarded(entrance.enter(request))),
        open("GET", Entrance.LOGIN, 0, entrance::ask),
        open("POST", Entrance.LOGIN, FORM_BYTES, entrance::login),
        open("GET", ProviderEntrance.ENTER, 0, entrance::toProvider),
        open("GET", ProviderEntrance.BACK, 0, entrance::fromProvider),
        open("GET", "/assets/*", 0, this::asset),
        page("/forecasts", (_, visitor) -> forecasts(visitor)),
        page("/health", (_, visitor) -> health(visitor)),
        page("/rooms/*", this::room),
        form("/rooms/*/answer", Right.DECIDE, this::said),
        form("/rooms/*/ask", Right.SPEAK, this::said),
        form("/rooms/*/challenge", Right.SPEAK, this::said),
        form("/stop", Right.STOP, forms::stop),
        form("/resume", Right.CONTROL, (request, _) -> forms.resume(request)),
        form("/logout", Right.LOOK, (request, _) -> entrance.leave(request)));
  }

  /** What is shown to whoever asks; nothing of it tells of an incident. */
  static Route open(String method, String path, int bytes, Route.Endpoint endpoint) {
    return new Route(
        method,
        path,
        bytes,
        true,
        new Admission.Anybody(),
        request -> guarded(endpoint.answer(request)));
  }

  /** Shows something to whoever may look. */
  Route page(String path, BiFunction<Incoming, Visitor, Outgoing> endpoint) {
    return people("GET", path, 0, Right.LOOK, endpoint);
  }

  /** Takes only forms of pages that the same person was given. */
  private Route form(String path, Right right, BiFunction<Incoming, Visitor, Outgoing> endpoint) {
    return form(path, FORM_BYTES, right, endpoint);
  }

  /** The same for forms of another size. */
  Route form(
      String path, int bytes, Right right, BiFunction<Incoming, Visitor, Outgoing> endpoint) {
    return people(
        "POST",
        path,
        bytes,
        right,
        (request, visitor) ->
            OneTimeLogin.same(request.field("csrf"), visitor.csrf())
                ? endpoint.apply(request, visitor)
                : Outgoing.text(403, "this form is of an older page; load it again"));
  }

  private Route people(
      String method,
      String path,
      int bytes,
      Right right,
      BiFunction<Incoming, Visitor, Outgoing> endpoint) {
    return new Route(
        method,
        path,
        bytes,
        true,
        new Admission.People(right),
        request -> guarded(lines.of(request, known(right, endpoint).answer(request))));
  }

  private static Outgoing guarded(Outgoing answer) {
    if (!answer.headers().containsKey("Cache-Control")) {
      answer.with("Cache-Control", "no-store");
    }
    return answer
        .with("Content-Security-Policy", POLICY)
        .with("Referrer-Policy", "same-origin")
        .with("Cross-Origin-Opener-Policy", "same-origin");
  }

  /** Answers only whom we know, and who may. */
  private Route.Endpoint known(Right right, BiFunction<Incoming, Visitor, Outgoing> endpoint) {
    return request -> {
      Optional<Visitor> visitor = asking.of(request);
      if (visitor.isEmpty()) {
        return entrance.first(request);
      }
      return visitor.get().role().may(right)
          ? endpoint.apply(request, visitor.get())
          : mayNot(right, visitor.get());
    };
  }

  private static Outgoing mayNot(Right right, Visitor visitor) {
    return Outgoing.text(
        403,
        "this needs the role "
            + Role.least(right).word()
            + ", you are "
            + visitor.role().word()
            + "; nothing was done");
  }

  private Outgoing notice(int status, String title, String sentence, String remedy) {
    return Outgoing.of(status, HTML, pages.notice(assets.folder(), title, sentence, remedy, "/"));
  }

  /** What a browser is shown at an address that is none; it tells of nothing. */
  Outgoing nowhere() {
    return guarded(
        notice(
            404,
            "Nothing here",
            "No page has this address.",
            "The link may be cut off, or of an older version."));
  }

  private Outgoing asset(Incoming request) {
    return assets
        .at(request.path())
        .map(asset ->
            Outgoing.bytes(200, asset.type(), asset.bytes())
                .with("Cache-Control", "private, max-age=31536000, immutable"))
        .orElseGet(() -> Outgoing.text(404, "nothing is served here; see /"));
  }

  private Outgoing index(Incoming request, String otherwise) {
    if (!request.header("Accept").contains("text/html") && !request.caller().outside()) {
      return Outgoing.text(200, otherwise);
    }
    return known(Right.LOOK, this::incidents).answer(request);
  }

  private Outgoing incidents(Incoming request, Visitor visitor) {
    Instant now = clock.instant();
    List<Incident> newest = rooms.newest();
    List<IncidentRow> rows =
        newest.stream().flatMap(incident -> IncidentRow.of(incident, now).stream()).toList();
    String search = request.parameter("q").strip();
    IncidentsView view = IncidentsView.of(rows, search, watched(), meaning);
    Frame frame = frame("Incidents", visitor, unknown(newest), now);
    return Outgoing.of(200, HTML, pages.incidents(frame, view));
  }

  private List<String> watched() {
    return health.get().services().stream().map(row -> row.name() + ": " + row.detail()).toList();
  }

  private Outgoing forecasts(Visitor visitor) {
    Frame frame = frame("Forecasts", visitor, unknown(rooms.newest()), clock.instant());
    ForecastsView view = ForecastsView.of(Forecasts.of(rooms.executed()));
    return Outgoing.of(200, HTML, pages.forecasts(frame, view));
  }

  private Outgoing health(Visitor visitor) {
    Frame frame = frame("Sources", visitor, unknown(rooms.newest()), clock.instant());
    return Outgoing.of(200, HTML, pages.health(frame, health.get()));
  }

  private static List<String> unknown(List<Incident> incidents) {
    return incidents.stream()
        .filter(i -> i.status() == Status.UNKNOWN)
        .flatMap(i -> i.room().stream())
        .map(Object::toString)
        .toList();
  }

  private Frame frame(String title, Visitor visitor, List<String> unknown, Instant now) {
    return new Frame(
        title,
        assets.folder(),
        visitor.name(),
        visitor.csrf(),
        visitor.role().word(),
        visitor.role().rights(),
        home.stopped(),
        unknown,
        now.toEpochMilli());
  }

  private Outgoing room(Incoming request, Visitor visitor) {
    Matcher path = ROOM.matcher(request.path());
    Optional<RoomFeed> feed = path.matches() ? rooms.room(path.group(1)) : Optional.empty();
    if (feed.isEmpty() || feed.get().incident().log().isEmpty()) {
      return notice(404, "No such room", "Nothing was said here.", "The incidents have them all.");
    }
    String part = path.group(2) == null ? "" : path.group(2);
    return switch (part) {
      case "" -> room(feed.get(), request, visitor);
      case "/events" -> events(feed.get(), request);
      case "/earlier" -> earlier(feed.get());
      case "/replay.json" -> picture(feed.get(), Outgoing.JSON, pages::pictureJson);
      case "/replay.csv" -> picture(feed.get(), "text/csv; charset=utf-8", pages::pictureCsv);
      case "/postmortem.md", "/postmortem.html", "/postmortem.pdf", "/postmortem.json" ->
          report(
              feed.get().incident(), part.substring(1), !request.parameter("recorded").isEmpty());
      case "/evidence.json" -> evidence.file(feed.get(), request, true);
      case "/evidence.csv" -> evidence.file(feed.get(), request, false);
      default -> nowhere();
    };
  }

  private Outgoing room(RoomFeed feed, Incoming request, Visitor visitor) {
    RoomFeed.Shown shown = feed.shown();
    String name = shown.incident().room().map(Object::toString).orElse("");
    Frame frame = frame(name, visitor, unknown(rooms.newest()), clock.instant());
    List<Part> parts = new ArrayList<>(shown.parts());
    parts.add(updates.part(shown.incident()));
    return Outgoing.of(
        200,
        HTML,
        pages.room(
            frame,
            shown.incident(),
            parts,
            shown.messages(),
            !request.parameter("earlier").isEmpty(),
            visitor.role().may(Right.SPEAK)
                ? Doubted.at(request.parameter("challenge"), shown.incident())
                : Doubted.NOTHING));
  }

  /** Goes on where the browser says that it was. */
  private Outgoing events(RoomFeed feed, Incoming request) {
    long after =
        Math.max(place(request.header("Last-Event-ID")), place(request.parameter("after")));
    return Outgoing.events(sink ->
        feed.follow(
            after,
            () -> around(request, feed),
            text -> {
              requireIn(request);
              sink.send(text);
            }));
  }

  private List<Part> around(Incoming request, RoomFeed feed) throws IOException {
    requireIn(request);
    List<Part> around = new ArrayList<>(pages.aroundRoom(assets.folder(), home.stopped()));
    around.add(updates.part(feed.incident()));
    return around;
  }

  /** Nobody reads on whose session has ended. */
  private void requireIn(Incoming request) throws IOException {
    if (!entrance.stillIn(request)) {
      throw new IOException("the session of this reader has ended");
    }
  }

  private static long place(String text) {
    return text.matches("\\d{1,12}") ? Long.parseLong(text) : 0;
  }

  private static Outgoing earlier(RoomFeed feed) {
    List<String> messages = feed.shown().messages();
    int most = Math.max(0, messages.size() - Pages.MOST_MESSAGES);
    return Outgoing.of(200, HTML, String.join("\n", messages.subList(0, most)));
  }

  private static Outgoing picture(
      RoomFeed feed, String type, java.util.function.Function<ReplayPicture, String> text) {
    return ReplayPicture.of(feed.incident())
        .map(picture -> Outgoing.of(200, type, text.apply(picture)))
        .orElseGet(() -> Outgoing.text(404, "nothing was replayed yet"));
  }

  /** A file to keep: it brings its own style, which no page of ours may. */
  private Outgoing report(Incident incident, String file, boolean asRecorded) {
    List<RoomMessage> log = incident.log();
    Report report = asRecorded ? Report.of(log) : desk.report(log.getFirst().room(), log);
    if (file.endsWith(".md")) {
      return report.draft()
          ? Outgoing.text(404, "there is no postmortem yet")
          : Outgoing.of(200, Outgoing.TEXT, PostmortemReport.of(report, ZoneOffset.UTC));
    }
    Outgoing answer =
        file.endsWith(".pdf")
            ? Outgoing.bytes(200, "application/pdf", ReportPdf.of(log, report, ZoneOffset.UTC))
            : file.endsWith(".json")
                ? Outgoing.of(200, Outgoing.JSON, ReportJson.of(report))
                : Outgoing.of(200, HTML, ReportHtml.of(log, report, ZoneOffset.UTC));
    String name = incident.room().map(Object::toString).orElse("") + "-" + file;
    return answer.with("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }

  private Outgoing said(Incoming request, Visitor visitor) {
    Matcher path = ROOM.matcher(request.path());
    Optional<RoomFeed> feed = path.matches() ? rooms.room(path.group(1)) : Optional.empty();
    if (feed.isEmpty() || path.group(2) == null) {
      return Outgoing.text(404, "no such room");
    }
    Incident incident = feed.get().incident();
    return switch (path.group(2)) {
      case "/answer" -> forms.answer(incident, request, visitor);
      case "/ask" -> forms.say(incident, request, visitor);
      case "/challenge" -> forms.challenge(incident, request, visitor);
      default -> Outgoing.text(404, "nothing is taken here");
    };
  }

  /** Lets everybody who looks on go. */
  @Override
  public void close() {
    rooms.close();
    meaning.close();
  }
}
