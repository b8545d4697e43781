package dev.aegis.app.oncall;

import dev.aegis.agent.Desk;
import dev.aegis.agent.Observer;
import dev.aegis.agent.Reply;
import dev.aegis.anomaly.Alert;
import dev.aegis.anomaly.Wake;
import dev.aegis.anomaly.Watch;
import dev.aegis.app.host.Contribution;
import dev.aegis.app.host.IncidentDesk;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.host.RoomHost;
import dev.aegis.app.journal.Inbox;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.mask.Masking;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.incident.Incident;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Digest;
import dev.aegis.room.Handle;
import dev.aegis.room.Intent;
import dev.aegis.room.MessageId;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Leads the incidents of one service. Each {@link #tick} reads what is new, opens a room when an
 * incident is certain, and goes one round further with the open one. While a room is open further
 * symptoms join it: one fault, one incident. An alert that a process before this one took into the
 * inbox gets its room first. Used by one thread.
 */
public final class OnCall implements AutoCloseable {
  /** Who opens rooms, as a source of the inbox. */
  public static final String OBSERVER = "observer";

  /** Alerts of others that a room hears; more of them are in the inbox alone. */
  private static final int MOST_TOLD = 20;

  private final ServiceProfile profile;
  private final Journal journal;
  private final InstantSource clock;
  private final Approvals approvals;
  private final RoomOpener opener;
  private final Replicas replicas;
  private final long seed;
  private final Consumer<RoomMessage> listener;
  private final Watch watch;
  private final Afterwards afterwards = new Afterwards();
  private final List<Alert> missed = new ArrayList<>();

  /** What another service's room has heard, and whose that is. */
  private final List<Alert> elsewhere = new ArrayList<>();

  private Function<Alert, Optional<OnCall>> leaders = _ -> Optional.empty();
  private @Nullable OnCall leader;

  private Telemetry telemetry = Telemetry.NONE;
  private @Nullable Masking masking;
  private @Nullable Path evidence;
  private Consumer<String> notices = _ -> {};
  private Consumer<List<RoomMessage>> ended = _ -> {};
  private @Nullable LedRoom open;
  private @Nullable Incident last;
  private boolean resumed;

  /** Makes the host of a room over a journal that may have begun it already. */
  @FunctionalInterface
  public interface RoomOpener {
    RoomHost open(RoomId room, java.util.function.Function<java.time.Instant, Desk> desks);
  }

  /**
   * @param replicas on which replays run; closed by the caller
   * @param seed of the replays' random numbers
   * @param listener hears each message once, in order
   */
  public OnCall(
      ServiceProfile profile,
      Journal journal,
      InstantSource clock,
      Approvals approvals,
      RoomOpener opener,
      Replicas replicas,
      long seed,
      Consumer<RoomMessage> listener) {
    this.profile = profile;
    this.journal = journal;
    this.clock = clock;
    this.approvals = approvals;
    this.opener = opener;
    this.replicas = replicas;
    this.seed = seed;
    this.listener = listener;
    this.watch = new Watch(profile);
  }

  /**
   * Takes what was observed before anybody was on call. An incident that is over by now is past;
   * one that goes on, and that no room was opened for, opens one at the next {@link #tick}.
   */
  public void remember(Telemetry past) {
    telemetry = masked(past);
    resumeOnce();
    Map<String, Alert> byRegion = new TreeMap<>();
    watch.read(telemetry).forEach(alert -> byRegion.put(alert.region(), alert));
    byRegion.values().stream()
        .filter(alert -> watch.burning(alert.region()) && !hasRoom(alert))
        .forEach(missed::add);
  }

  private Telemetry masked(Telemetry observed) {
    return masking == null ? observed : masking.telemetry(observed, profile);
  }

  /** Words that a person typed. */
  private String masked(String words) {
    return masking == null ? words : masking.text(words);
  }

  private boolean hasRoom(Alert alert) {
    return journal.inbox().from(OBSERVER).stream()
        .map(this::ownSignal)
        .anyMatch(signal ->
            signal != null
                && signal.region().equals(alert.region())
                && !signal.detectedAt().isBefore(alert.startedAt()));
  }

  /**
   * From now on the evidence of each incident is kept.
   *
   * @param directory that of the journal, beside which it lies
   * @param said takes one sentence when it cannot be kept
   */
  public OnCall keepingEvidenceBeside(Path directory, Consumer<String> said) {
    evidence = directory;
    notices = said;
    return this;
  }

  /** From now on this hears the whole log of each incident that is over; it must not wait. */
  public OnCall tellingEndsTo(Consumer<List<RoomMessage>> hearing) {
    ended = hearing;
    return this;
  }

  /**
   * From now on an alert joins the open room of a related service, where there is one: one fault
   * shows along the calls. If it goes on once that room is closed, it gets a room of its own.
   *
   * @param found whoever leads the incident that an alert belongs to; never this one
   */
  public OnCall joining(Function<Alert, Optional<OnCall>> found) {
    leaders = found;
    return this;
  }

  /** From now on what must not be told is hidden in all that is observed. */
  public OnCall maskedBy(Masking rules) {
    masking = rules;
    return this;
  }

  /** Takes everything observed so far; of that only what is new is looked at. */
  public void tick(Telemetry upToNow) {
    telemetry = masked(upToNow);
    resumeOnce();
    hearPeople();
    List<Alert> alerts = new ArrayList<>(missed);
    missed.clear();
    alerts.addAll(watch.read(telemetry));
    LedRoom room = open;
    if (room != null) {
      alerts.forEach(alert -> join(room, alert));
      wake(room);
      round(room);
    } else {
      alerts.addAll(0, leftAlone());
      begin(alerts);
    }
    tellWhereAgentsAre();
  }

  /** What joined another room that is closed by now, and goes on. */
  private List<Alert> leftAlone() {
    if (leader == null || leader.busy()) {
      return List.of();
    }
    List<Alert> burning = elsewhere.stream().filter(a -> watch.burning(a.region())).toList();
    elsewhere.clear();
    leader = null;
    return burning;
  }

  private void begin(List<Alert> alerts) {
    if (alerts.isEmpty()) {
      return;
    }
    Alert worst = alerts.stream().min(Comparator.comparing(Alert::severity)).orElseThrow();
    OnCall other = leaders.apply(worst).filter(OnCall::busy).orElse(null);
    if (other != null) {
      leader = other;
      elsewhere.addAll(alerts);
      alerts.forEach(other::hear);
    } else {
      LedRoom opened = open(worst);
      alerts.stream().filter(a -> !a.equals(worst)).forEach(alert -> join(opened, alert));
      wake(opened);
    }
  }

  /**
   * Takes what somebody else says of this service and what lies in the inbox under this id: it
   * joins the open room. Where none is open, an alert opens one.
   *
   * @param words one clean sentence without its full stop
   * @param alert what is known of it here; empty for what opens no room
   */
  public void told(String id, String words, Optional<Alert> alert) {
    resumeOnce();
    if (open == null && alert.isPresent()) {
      open(alert.get());
    }
    LedRoom room = open;
    if (room == null) {
      return;
    }
    journal.inbox().assign(id, room.room);
    if (room.told++ < MOST_TOLD) {
      room.host.post(
          Handle.OBSERVER, new MessageId(id), Reply.toAll(words, new Answer(words, List.of())));
      show(room);
    }
  }

  /** The incident that is open, or else the last one; empty when there was none. */
  public Optional<Incident> incident() {
    LedRoom room = open;
    return room == null ? Optional.ofNullable(last) : Optional.of(room.host.incident());
  }

  /** Whether a room is open. */
  public boolean busy() {
    return open != null;
  }

  /** Whether what was last detected is not over yet. */
  public boolean burning() {
    return watch.burning();
  }

  private void resumeOnce() {
    if (!resumed) {
      resume();
      resumed = true;
    }
  }

  private void resume() {
    for (Inbox.Alert alert : journal.inbox().from(OBSERVER)) {
      Signal signal = ownSignal(alert);
      if (signal == null) {
        continue;
      }
      LedRoom found = host(journal.inbox().openRoom(alert.id(), clock.instant()), signal);
      if (found.host.log().isEmpty()) {
        Reply again = Reply.to(Handle.DIAGNOSTICIAN, signal.whySeverity(), signal);
        found.host.post(Handle.OBSERVER, new MessageId(alert.id()), again);
      }
      if (found.host.incident().phase().terminal()) {
        found.desk.close();
      } else {
        open = found;
      }
    }
  }

  /** What this one's observer signalled; {@code null} for an alert of somebody else. */
  private @Nullable Signal ownSignal(Inbox.Alert alert) {
    return alert.source().equals(OBSERVER)
            && RoomJson.readPayload(Intent.SIGNAL, alert.body()) instanceof Signal signal
            && signal.service().equals(profile.service())
        ? signal
        : null;
  }

  /** The alert is in the inbox before there is a room for it. */
  private LedRoom open(Alert alert) {
    IncidentDesk desk = deskOf(alert.region());
    Reply signal =
        new Observer()
            .signal(alert, telemetry, profile.homedIn(alert.region()), desk.at(() -> telemetry));
    String place = Digest.of(List.of(alert.service(), alert.region())).substring(0, 8);
    String id = OBSERVER + "-" + place + "-" + alert.detectedAt().toEpochMilli();
    journal.inbox().accept(id, OBSERVER, RoomJson.writePayload(signal.payload()));
    RoomId room = journal.inbox().openRoom(id, clock.instant());
    if (signal.payload() instanceof Signal posted) {
      desk.opened(room, posted);
    }
    LedRoom opened = opened(room, desk);
    opened.host.post(Handle.OBSERVER, new MessageId(id), signal);
    open = opened;
    show(opened);
    return opened;
  }

  private LedRoom host(RoomId room, Signal signal) {
    IncidentDesk desk = deskOf(signal.region());
    desk.opened(room, signal);
    return opened(room, desk);
  }

  private LedRoom opened(RoomId room, IncidentDesk desk) {
    LedRoom.Seen seen = new LedRoom.Seen(() -> telemetry);
    return new LedRoom(room, opener.open(room, _ -> desk.at(seen)), desk, seen);
  }

  private IncidentDesk deskOf(String region) {
    IncidentDesk desk = IncidentDesk.live(profile.homedIn(region), replicas, seed);
    return evidence == null ? desk : desk.keepingBeside(evidence, notices);
  }

  /** Another service that this one calls, or that calls it, is in trouble as well. */
  private void hear(Alert alert) {
    LedRoom room = open;
    if (room != null) {
      String text =
          alert.service()
              + (alert.region().isEmpty() ? "" : " in " + alert.region())
              + ", next to "
              + profile.service()
              + " in the calls, is in trouble since "
              + alert.startedAt()
              + " as well: "
              + alert.whySeverity(0)
              + "; what is left of that when this room closes gets a room of its own";
      say(room, "beside-" + alert.service() + "-" + alert.detectedAt().toEpochMilli(), text);
    }
  }

  /** When what the open room is about began, where one is open. */
  public Optional<Instant> since() {
    LedRoom room = open;
    return room == null ? Optional.empty() : room.host.incident().signal().map(Signal::startedAt);
  }

  private void say(LedRoom room, String id, String text) {
    room.host.post(
        Handle.OBSERVER, new MessageId(id), Reply.toAll(text, new Answer(text, List.of())));
    show(room);
  }

  private void join(LedRoom room, Alert alert) {
    String text =
        "the same incident now also shows in "
            + (alert.region().isEmpty() ? alert.service() : alert.region())
            + ": "
            + alert.whySeverity(0);
    say(room, "joined-" + alert.region() + "-" + alert.detectedAt().toEpochMilli(), text);
  }

  /** The room is opened in seconds; whom that wakes is decided by how long the budget lasts. */
  private void wake(LedRoom room) {
    String region = room.region();
    Wake now = watch.wake(region);
    if (now.compareTo(room.woken) <= 0) {
      return;
    }
    room.woken = now;
    String text =
        (now == Wake.PAGE
                ? "the engineer on call has to be woken: "
                : "somebody has to look on the next working day: ")
            + watch.whyWake(region);
    say(room, "wake-" + now.name().toLowerCase(Locale.ROOT) + "-" + room.room.value(), text);
  }

  private void round(LedRoom room) {
    room.host.round();
    show(room);
    openRequest(room.host).ifPresent(request -> answer(room, request));
    if (room.host.incident().phase().terminal()) {
      finish(room);
    }
  }

  private static Optional<RoomMessage> openRequest(RoomHost host) {
    if (host.incident().openRequest().isEmpty() || host.incident().phase().terminal()) {
      return Optional.empty();
    }
    return host.log().stream()
        .filter(m -> m.payload() instanceof ApprovalRequest)
        .reduce((earlier, later) -> later);
  }

  private void answer(LedRoom room, RoomMessage request) {
    approvals
        .poll((ApprovalRequest) request.payload())
        .ifPresent(answer -> {
          Approval said = answer.approval();
          room.host.answer(answer.by(), request, masking == null ? said : masking.approval(said));
          show(room);
        });
  }

  /** Posts what people said: in the open room, or in the newest that is over. */
  private void hearPeople() {
    LedRoom room = open;
    for (Contribution contribution : approvals.contributions()) {
      Contribution said = contribution.masked(this::masked);
      if (room != null && room.isMeantBy(said)) {
        room.host.say(said);
      } else {
        afterwards.hear(said);
      }
    }
    afterwards.round(clock.instant(), listener);
  }

  /** Tells where people are answered. */
  private void tellWhereAgentsAre() {
    Set<RoomId> rooms = new HashSet<>();
    afterwards.room().ifPresent(rooms::add);
    LedRoom room = open;
    if (room != null) {
      rooms.add(room.room);
    }
    approvals.leads(rooms);
  }

  private void finish(LedRoom room) {
    while (room.host.round()) {
      show(room);
    }
    show(room);
    last = room.host.incident();
    room.end();
    afterwards.keep(room, clock.instant());
    open = null;
    ended.accept(room.host.log());
  }

  private void show(LedRoom room) {
    room.show(listener);
  }

  @Override
  public void close() {
    afterwards.forget();
    if (open != null) {
      open.desk.close();
    }
  }
}
