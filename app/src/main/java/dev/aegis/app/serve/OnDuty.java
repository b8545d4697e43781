package dev.aegis.app.serve;

import dev.aegis.app.access.Accounts;
import dev.aegis.app.access.People;
import dev.aegis.app.alert.AlertDesk;
import dev.aegis.app.alert.AlertFormat;
import dev.aegis.app.band.Band;
import dev.aegis.app.bandbus.BandBus;
import dev.aegis.app.bandbus.BandSettings;
import dev.aegis.app.bandbus.Rhythm;
import dev.aegis.app.change.ChangeFormat;
import dev.aegis.app.change.ChangeLog;
import dev.aegis.app.cli.RoomOutput;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Adviser;
import dev.aegis.app.host.Advisers;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.live.ReceivedLogs;
import dev.aegis.app.live.ReceivedScrapes;
import dev.aegis.app.mask.Masking;
import dev.aegis.app.mask.MaskingYaml;
import dev.aegis.app.memory.PastIncidents;
import dev.aegis.app.oidc.OidcConfig;
import dev.aegis.app.oidc.OidcLogin;
import dev.aegis.app.oncall.OnCall;
import dev.aegis.app.page.Pages;
import dev.aegis.app.receive.OtlpMetrics;
import dev.aegis.app.receive.RemoteWrite;
import dev.aegis.app.series.SeriesTable;
import dev.aegis.app.tracing.TraceSender;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything of a running {@code serve}, wired by hand; closing ends it in order. */
final class OnDuty implements AutoCloseable {
  /** The folder of the journal, below the state directory. */
  static final String STATE = "oncall";

  /** Bytes of a body of remote write as it is sent, and after decompression. */
  static final int PUSH_BYTES = 16 << 20;

  static final int PUSH_BYTES_DECOMPRESSED = 64 << 20;

  /** Lines of logs that are kept. */
  static final int LOG_LINES = 5_000;

  /** Bytes of a message of alerts or changes. */
  static final int ALERT_BYTES = 4 << 20;

  /** After so long without a round nothing is watched any more. */
  static final Duration STUCK = Duration.ofMinutes(5);

  private final Adviser adviser;
  private final Journal journal;
  private final LocalBus bus;
  private final Replicas replicas;
  private final SeriesTable table;
  private final ReceivedLogs logs;
  private final Traces traces;
  private final Duty duty;
  private final AlertDesk alerts;
  private final Notifying notifying;
  private final Pulls pulls;
  private final Scrapes scrapes;
  private final Web web;
  private final Band band;
  private final @Nullable BandBus carrying;
  private final PageRoutes pages;
  private final OneTimeLogin login;
  private final @Nullable TraceSender sender;

  private OnDuty(
      Journal journal,
      LocalBus bus,
      Replicas replicas,
      SeriesTable table,
      ReceivedLogs logs,
      Traces traces,
      Duty duty,
      AlertDesk alerts,
      Notifying notifying,
      Pulls pulls,
      Scrapes scrapes,
      Web web,
      Band band,
      @Nullable BandBus carrying,
      PageRoutes pages,
      OneTimeLogin login,
      @Nullable TraceSender sender,
      Adviser adviser) {
    this.adviser = adviser;
    this.journal = journal;
    this.bus = bus;
    this.replicas = replicas;
    this.table = table;
    this.logs = logs;
    this.traces = traces;
    this.duty = duty;
    this.alerts = alerts;
    this.notifying = notifying;
    this.pulls = pulls;
    this.scrapes = scrapes;
    this.web = web;
    this.band = band;
    this.carrying = carrying;
    this.pages = pages;
    this.login = login;
    this.sender = sender;
  }

  /**
   * Starts everything.
   *
   * @param elsewhere where rooms are carried to as well
   * @param advisers who is asked beside the agents
   */
  static OnDuty start(
      ServeConfig config,
      int port,
      StateDirectory home,
      InstantSource clock,
      Streams streams,
      Optional<BandSettings> elsewhere,
      Advisers advisers) {
    Listening.requireSomebodyMayEnter(config, new Accounts(home));
    Path state = home.path().resolve(STATE);
    Journal journal = Journal.open(state, clock);
    LocalBus bus = new LocalBus(journal, (_, _, _) -> {});
    Replicas replicas = Replicas.inTheBackground();
    try {
      Masking masking = MaskingYaml.read(config.mask(), "aegis.yaml", home.path());
      Adviser adviser = advisers.of(masking::text, streams::note);
      Traffic traffic = new Traffic(text -> streams.note("aegis: " + text));
      SeriesTable table =
          new SeriesTable(
              config.limits(), config.names().matter(), clock, new SecureRandom().nextLong());
      ReceivedLogs logs = new ReceivedLogs(LOG_LINES, masking::text);
      Traces traces = new Traces(table, config, masking, traffic);
      ChangeLog changes = ChangeLog.open(state.resolve("changes.jsonl"), clock.instant());
      RoomOutput output = new RoomOutput(streams, false, home, state);
      TraceSender sender = sender(config, streams);
      Notifying notifying =
          new Notifying(config, journal, masking, clock, text -> streams.note("aegis: " + text));
      traffic.asking(notifying::values);
      Leaders asked = new Leaders();
      Band band =
          Band.open(journal, bus, home, masking, config.invitations(), clock, traffic::failed);
      BandBus carrying =
          elsewhere
              .map(there ->
                  BandBus.open(
                      journal,
                      there,
                      Rhythm.USUAL,
                      masking::text,
                      text -> streams.note("aegis: " + text)))
              .orElse(null);
      Watched.House house =
          new Watched.House(
              state,
              journal,
              new PastIncidents(journal),
              bus,
              replicas,
              masking,
              adviser,
              clock,
              home::stopped,
              text -> streams.note("aegis: " + text),
              message -> {
                notifying.heard(message);
                output.show(message);
              },
              sender == null ? _ -> {} : sender::ended,
              asked,
              room -> {
                band.opened(room);
                if (carrying != null) {
                  carrying.carry(room);
                }
              });
      List<Watched> services =
          config.services().stream().map(d -> new Watched(d, config, house)).toList();
      services.forEach(each -> each.joins(services));
      Pulls pulls = new Pulls(config, table, clock, traffic, house.notices());
      Duty duty =
          new Duty(
              services,
              new ReceivedScrapes(table, config.names(), config.silence()),
              table,
              new Backfill(config, pulls.servers(), table, clock, traffic, house.notices()),
              pulls::start,
              changes,
              logs,
              traces,
              config.step(),
              clock,
              house.notices());
      AlertDesk alerts =
          new AlertDesk(journal.inbox(), OnCall.OBSERVER, journal.epoch(), clock, duty::hear);
      alerts.pending().forEach(duty::hear);
      Door door = new Door(config.sources(), traffic, clock);
      List<Route> routes = new ArrayList<>(own(table, traffic, duty, notifying, clock, sender));
      routes.add(pushes(door, table, traffic));
      routes.addAll(
          new OtlpRoutes(new OtlpMetrics(table), logs, traces, traffic, clock)
              .all(door, PUSH_BYTES));
      routes.addAll(alertRoutes(door, alerts, masking, traffic, clock));
      routes.addAll(changeRoutes(door, changes, masking, traffic, clock));
      routes.addAll(new BandRoutes(band).all());
      routes.add(new McpRoute(home, version(), band).route());
      String index = index(routes);
      OneTimeLogin login =
          new OneTimeLogin(link -> streams.note("aegis: for another browser: " + link));
      Health health = new Health(config, duty, traffic, notifying, clock);
      ProviderEntrance provider = provider(config, home, login, clock, house.notices());
      PageRoutes pages = pages(health, journal, bus, login, provider, asked, home, clock);
      routes.addAll(pages.all(index));
      routes.addAll(notifying.routes(pages.rooms(), new Accounts(home), asked, home::stopped));
      traffic.asking(() -> Map.of("aegis_band_sockets_open", (long) band.connected()));
      Web web =
          Web.start(
              port, config.listen(), routes, new BandSocket(band), pages::nowhere, traffic, clock);
      login.at(web.address());
      Scrapes scrapes = new Scrapes(config, table, clock, traffic, house.notices());
      scrapes.start();
      duty.start();
      notifying.start(web.address(), duty::lastRound);
      return new OnDuty(
          journal, bus, replicas, table, logs, traces, duty, alerts, notifying, pulls, scrapes, web,
          band, carrying, pages, login, sender, adviser);
    } catch (RuntimeException e) {
      replicas.close();
      bus.close();
      journal.close();
      throw e;
    }
  }

  private static List<Route> own(
      SeriesTable table,
      Traffic traffic,
      Duty duty,
      Notifying notifying,
      InstantSource clock,
      @Nullable TraceSender sender) {
    OwnMetrics metrics = new OwnMetrics(table, traffic, duty, sender);
    return List.of(
        Route.get("/healthz", _ -> alive(duty, notifying, clock)),
        Route.get("/readyz", _ -> ready(duty, clock)),
        Route.machine("/metrics", _ -> Outgoing.of(200, OwnMetrics.CONTENT_TYPE, metrics.text())));
  }

  private static PageRoutes pages(
      Health health,
      Journal journal,
      LocalBus bus,
      OneTimeLogin login,
      @Nullable ProviderEntrance provider,
      Leaders asked,
      StateDirectory home,
      InstantSource clock) {
    Pages pages = new Pages();
    return new PageRoutes(
        new ShownRooms(journal, bus, pages),
        pages,
        new Entrance(login, new Accounts(home), pages, clock, provider),
        new PageForms(asked::of, home, clock),
        home,
        clock,
        health::now);
  }

  private static @Nullable ProviderEntrance provider(
      ServeConfig config,
      StateDirectory home,
      OneTimeLogin login,
      InstantSource clock,
      Consumer<String> notices) {
    OidcConfig oidc = config.oidc();
    return oidc == null
        ? null
        : new ProviderEntrance(
            new OidcLogin(oidc, new People(home, new Accounts(home)), clock, notices),
            oidc.issuer().getHost(),
            config.listen(),
            login::address);
  }

  /** Sends traces of incidents where somebody named a collector. */
  private static @Nullable TraceSender sender(ServeConfig config, Streams streams) {
    URI collector = config.collector();
    return collector == null
        ? null
        : new TraceSender(collector, version(), text -> streams.note("aegis: " + text));
  }

  /** Of the package; empty where this runs from classes. */
  private static String version() {
    String version = OnDuty.class.getPackage().getImplementationVersion();
    return version == null ? "" : version;
  }

  private static Route pushes(Door door, SeriesTable table, Traffic traffic) {
    RemoteWriteRoute remoteWrite =
        new RemoteWriteRoute(new RemoteWrite(table, PUSH_BYTES_DECOMPRESSED), traffic);
    return Route.sent(
        RemoteWriteRoute.PATH,
        PUSH_BYTES,
        door.of(Kind.REMOTE_WRITE, (request, _) -> remoteWrite.answer(request)));
  }

  private static List<Route> alertRoutes(
      Door door, AlertDesk desk, Masking masking, Traffic traffic, InstantSource clock) {
    AlertRoute webhook = new AlertRoute(AlertFormat.WEBHOOK, desk, masking, traffic, clock);
    AlertRoute api = new AlertRoute(AlertFormat.ALERTMANAGER_API, desk, masking, traffic, clock);
    AlertRoute event = new AlertRoute(AlertFormat.PAGERDUTY_EVENT, desk, masking, traffic, clock);
    AlertRoute incident =
        new AlertRoute(AlertFormat.PAGERDUTY_WEBHOOK, desk, masking, traffic, clock);
    AlertRoute hint = new AlertRoute(AlertFormat.KUBERNETES_EVENT, desk, masking, traffic, clock);
    AlertRoute cloud = new AlertRoute(AlertFormat.CLOUDEVENT, desk, masking, traffic, clock);
    Route.Endpoint events = door.of(Kind.PAGERDUTY, event::answer);
    return List.of(
        alerts("/webhook/alertmanager", door.of(Kind.ALERTMANAGER, webhook::answer)),
        alerts("/api/v2/alerts", door.of(Kind.ALERTMANAGER, api::answer)),
        alerts("/webhook/grafana", door.of(Kind.GRAFANA, webhook::answer)),
        alerts("/v2/enqueue", request -> events.answer(AlertRoute.keyed(request))),
        alerts("/webhook/pagerduty", door.of(Kind.PAGERDUTY, incident::answer)),
        alerts("/webhook/cloudevents", door.of(Kind.CLOUDEVENTS, cloud::answer)),
        alerts("/webhook/kubernetes", door.of(Kind.KUBERNETES, hint::answer)));
  }

  private static List<Route> changeRoutes(
      Door door, ChangeLog log, Masking masking, Traffic traffic, InstantSource clock) {
    ChangeRoute plain = new ChangeRoute(ChangeFormat.PLAIN, log, masking, traffic, clock);
    ChangeRoute github = new ChangeRoute(ChangeFormat.GITHUB, log, masking, traffic, clock);
    ChangeRoute cdevent = new ChangeRoute(ChangeFormat.CDEVENT, log, masking, traffic, clock);
    return List.of(
        alerts("/v1/changes", door.of(Kind.CHANGES, plain::answer)),
        alerts("/webhook/argocd", door.of(Kind.ARGOCD, plain::answer)),
        alerts("/webhook/github", door.of(Kind.GITHUB, github::answer)),
        alerts("/webhook/cdevents", door.of(Kind.CDEVENTS, cdevent::answer)));
  }

  private static Route alerts(String path, Route.Endpoint endpoint) {
    return Route.sent(path, ALERT_BYTES, endpoint);
  }

  /** What can be asked and sent, a line each. */
  private static String index(List<Route> routes) {
    String own =
        routes.stream()
            .filter(route -> !(route.admits() instanceof Admission.Keys))
            .map(route -> String.format(Locale.ROOT, "%-5s %s", route.method(), route.path()))
            .sorted()
            .collect(Collectors.joining("\n", "Aegis is on call. It takes:\n\n", "\n\n"));
    return own
        + "and, with the key of aegis user, assistants at /mcp; and Band's agent protocol, with a\n"
        + "key of aegis agent or aegis user, below\n"
        + "/api/v1/agent and /api/v1/me, with its socket at "
        + Band.SOCKET;
  }

  private static Outgoing alive(Duty duty, Notifying notifying, InstantSource clock) {
    Instant last = duty.lastRound();
    return notifying.goesRound(last, clock.instant())
        ? Outgoing.text(200, "ok")
        : Outgoing.text(503, "not alive: no round since " + last);
  }

  private static Outgoing ready(Duty duty, InstantSource clock) {
    Instant last = duty.lastRound();
    if (last.equals(Instant.MIN)) {
      return Outgoing.text(503, "not yet: the first round has not ended");
    }
    return last.plus(STUCK).isBefore(clock.instant())
        ? Outgoing.text(503, "no round since " + last)
        : Outgoing.text(200, "ready");
  }

  Journal journal() {
    return journal;
  }

  ReceivedLogs logs() {
    return logs;
  }

  Traces traces() {
    return traces;
  }

  SeriesTable table() {
    return table;
  }

  /** The most points that a series of a service has. */
  int points(String service) {
    return duty.points(service);
  }

  /** Waits for the end of the next round of the thread on call. */
  void awaitRound() throws InterruptedException {
    duty.awaitRound();
  }

  /** All that is served; for tests. */
  List<Route> routes() {
    return web.routes();
  }

  URI address() {
    return web.address();
  }

  /** The port at which others are listened to; 0 where they are not. */
  int outsidePort() {
    return web.outsidePort();
  }

  /** Our rooms for those outside. */
  Band band() {
    return band;
  }

  /** The link that lets in the next browser. */
  URI link() {
    return login.link();
  }

  @Override
  public void close() {
    pages.close();
    band.close();
    web.close();
    alerts.close();
    duty.close();
    adviser.close();
    notifying.close();
    scrapes.close();
    pulls.close();
    if (sender != null) {
      sender.close();
    }
    if (carrying != null) {
      carrying.close();
    }
    replicas.close();
    bus.close();
    journal.close();
  }
}
