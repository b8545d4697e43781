package dev.aegis.app.page;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Evidence;
import dev.aegis.room.Postmortem;
import dev.aegis.room.RoomMessage;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes pages as HTML. All text is escaped by the templates. Safe for use by several threads. */
public final class Pages {
  /** Messages of a room that its page shows at once; the others are asked for. */
  public static final int MOST_MESSAGES = 150;

  private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);

  /** The list of incidents. */
  public String incidents(Frame frame, IncidentsView view) {
    return rendered("incidents.jte", Map.of("frame", frame, "view", view));
  }

  /** The record of forecasts. */
  public String forecasts(Frame frame, ForecastsView view) {
    return rendered("forecasts.jte", Map.of("frame", frame, "view", view));
  }

  /** What Aegis is told, and how it is. */
  public String health(Frame frame, HealthView view) {
    return rendered("health.jte", Map.of("frame", frame, "view", view));
  }

  /** The report on an incident. */
  public String postmortem(Frame frame, PostmortemView view) {
    return rendered("postmortem.jte", Map.of("frame", frame, "view", view));
  }

  /** The part of a room's page on what its users are told. */
  public Part updates(Optional<UpdatesView> view) {
    return Part.of("updates", view.map(v -> rendered("updates.jte", Map.of("view", v))).orElse(""));
  }

  /** Where people tell users something. */
  public String update(Frame frame, UpdatesView view) {
    return rendered("update.jte", Map.of("frame", frame, "view", view));
  }

  /** What users were told, for them. */
  public String status(String assets, List<List<UpdatesView.Told>> incidents) {
    return rendered("status.jte", Map.of("assets", assets, "incidents", incidents));
  }

  /** What an incident leaves to later ones. */
  public String memory(Frame frame, MemoryView view) {
    return rendered("memory.jte", Map.of("frame", frame, "view", view));
  }

  /** A piece of evidence by itself. */
  public String evidence(Frame frame, EvidencePage view) {
    return rendered("evidence.jte", Map.of("frame", frame, "view", view));
  }

  /**
   * A page with one thing to say.
   *
   * @param back where a person goes on
   */
  public String notice(String assets, String title, String sentence, String remedy, String back) {
    return rendered(
        "notice.jte",
        Map.of(
            "assets",
            assets,
            "title",
            title,
            "sentence",
            dev.aegis.app.terminal.Said.inert(sentence),
            "remedy",
            remedy,
            "back",
            back));
  }

  /** Where people say who they are. */
  public String login(String assets, LoginView view) {
    return rendered("login.jte", Map.of("assets", assets, "view", view));
  }

  /** Leads a browser that was let in from elsewhere on, as a page of ours, which cookies need. */
  public String entered(String assets, String name) {
    return rendered("entered.jte", Map.of("assets", assets, "name", name));
  }

  /** Whoever has left, and what vouched for them would still let in. */
  public String left(String assets, String provider, URI elsewhere) {
    return rendered(
        "left.jte",
        Map.of("assets", assets, "provider", provider, "elsewhere", elsewhere.toString()));
  }

  /**
   * The room of an incident, whose messages are rendered already.
   *
   * @param earlier whether all of them are shown, not the newest alone
   * @param doubted the claim that is about to be challenged
   */
  public String room(
      Frame frame,
      Incident incident,
      List<Part> parts,
      List<String> messages,
      boolean earlier,
      Doubted doubted) {
    int from = earlier ? 0 : Math.max(0, messages.size() - MOST_MESSAGES);
    return rendered(
        "room.jte",
        Map.of(
            "frame",
            frame,
            "room",
            incident.room().map(Object::toString).orElse(""),
            "parts",
            parts,
            "messages",
            messages.subList(from, messages.size()),
            "earlier",
            from,
            "seq",
            incident.log().isEmpty() ? 0L : incident.log().getLast().seq(),
            "doubted",
            doubted));
  }

  /** One message; empty where it says nothing new to people. */
  public String message(List<RoomMessage> before, RoomMessage message) {
    if (!dev.aegis.app.terminal.Said.isNew(before, message)) {
      return "";
    }
    List<RoomMessage> log = new ArrayList<>(before);
    log.add(message);
    return rendered("message.jte", Map.of("message", MessageView.of(message, Incident.of(log))));
  }

  /** The parts of a room's page beside its messages. */
  public List<Part> parts(Incident incident, Instant now) {
    String room = incident.room().map(Object::toString).orElse("");
    RoomHead head = RoomHead.of(incident, now);
    List<Part> parts = new ArrayList<>();
    parts.add(Part.of("head", rendered("head.jte", Map.of("head", head))));
    parts.add(Part.of("decision", decision(incident, room, now)));
    parts.add(Part.of("replay", replay(incident, room)));
    parts.add(Part.of("causes", causes(incident)));
    Map<String, Object> memory = Map.of("view", MemoryView.of(incident, ""));
    parts.add(Part.of("memory", rendered("remembered.jte", memory)));
    parts.add(Part.of("timeline", timeline(incident)));
    parts.add(Part.of("steps", steps(incident)));
    parts.add(Part.of("report", report(incident, room)));
    return List.copyOf(parts);
  }

  /** What stands on every page and may change while one looks on: the kill switch. */
  public List<Part> aroundRoom(String assets, Optional<String> stopped) {
    Map<String, Object> state = Map.of("assets", assets, "stopped", stopped);
    return List.of(
        // The browser puts the token of its own page into a form.
        Part.of(
            "kill", rendered("kill.jte", Map.of("assets", assets, "csrf", "", "stopped", stopped))),
        Part.of("stopped", rendered("stopped.jte", state)));
  }

  private String decision(Incident incident, String room, Instant now) {
    String unknown =
        incident.steps().stream()
            .filter(e -> e.state() == dev.aegis.room.Execution.State.UNKNOWN)
            .findFirst()
            .map(e -> dev.aegis.app.terminal.Said.inert(e.action().describe()))
            .orElse("");
    return rendered(
        "decision.jte",
        Map.of(
            "room",
            room,
            "unknown",
            unknown,
            "handover",
            Handover.of(incident),
            "card",
            DecisionCard.of(incident, now)));
  }

  private String replay(Incident incident, String room) {
    Optional<ReplayPicture> picture = ReplayPicture.of(incident);
    String version = picture.map(p -> Part.version(PictureText.json(p))).orElse("");
    boolean over = incident.phase().terminal();
    return rendered(
        "replay.jte", Map.of("room", room, "version", version, "picture", picture, "over", over));
  }

  private String causes(Incident incident) {
    List<Place> places = Place.of(incident);
    return rendered(
        "causes.jte",
        Map.of(
            "causes",
            CauseView.of(incident),
            "gaps",
            incident.diagnosis().map(dev.aegis.room.Diagnosis::gaps).orElse(List.of()).stream()
                .map(dev.aegis.app.terminal.Said::inert)
                .toList(),
            "places",
            places,
            "topology",
            Topology.of(incident, places)));
  }

  private String timeline(Incident incident) {
    return rendered("timeline.jte", Map.of("moments", Moment.of(incident)));
  }

  private String steps(Incident incident) {
    return rendered(
        "steps.jte",
        Map.of(
            "steps",
            StepView.of(incident),
            "verification",
            incident.verification().map(VerificationView::of)));
  }

  private String report(Incident incident, String room) {
    return rendered(
        "report.jte",
        Map.of(
            "room",
            room,
            "helped",
            incident.status() == Status.RESOLVED,
            "worth",
            incident.decision().map(d -> worth(d.worth())),
            "markdown",
            incident.log().stream()
                .filter(m -> m.payload() instanceof Postmortem)
                .map(m -> ((Postmortem) m.payload()).markdown())
                .reduce((earlier, later) -> later)
                .map(Report::inert)));
  }

  private static List<Fact> worth(dev.aegis.room.Decision.Worth worth) {
    return List.of(
        Fact.standing("Downtime", Figures.seconds(worth.downtimeSeconds()), "", ""),
        Fact.standing("By hand", Figures.seconds(worth.manualSeconds()), "", ""),
        Fact.standing("Downtime cost", Figures.money(worth.downtimeDollars()), "", ""),
        Fact.standing("Remediation", Figures.money(worth.remediationDollars()), "", ""),
        Fact.standing("Averted", Figures.money(worth.avertedDollars()), "", "good"));
  }

  /** What a picture is drawn from, as JSON. */
  public String pictureJson(ReplayPicture picture) {
    return PictureText.json(picture);
  }

  /** The same for people, as CSV. */
  public String pictureCsv(ReplayPicture picture) {
    return PictureText.csv(picture);
  }

  /** What evidence is drawn from, as JSON; empty where it is no course in time. */
  public Optional<String> seriesJson(Evidence evidence, Incident incident) {
    return SeriesPicture.of(evidence, incident).map(SeriesText::json);
  }

  /** The rows of evidence, as CSV. */
  public String evidenceCsv(Evidence evidence) {
    return SeriesText.csv(evidence);
  }

  private String rendered(String template, Map<String, Object> parameters) {
    TemplateOutput out = new StringOutput();
    templates.render(template, parameters, out);
    return out.toString();
  }
}
