package dev.aegis.app.serve;

import dev.aegis.agent.CommandSettings;
import dev.aegis.anomaly.Alert;
import dev.aegis.app.alert.AlertDesk;
import dev.aegis.app.alert.OutsideAlert;
import dev.aegis.app.host.Adviser;
import dev.aegis.app.host.Crew;
import dev.aegis.app.host.NoTarget;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.host.RoomHost;
import dev.aegis.app.host.Terms;
import dev.aegis.app.intake.Declared;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.live.LiveSettings;
import dev.aegis.app.live.LiveTelemetry;
import dev.aegis.app.mask.Masking;
import dev.aegis.app.memory.PastIncidents;
import dev.aegis.app.oncall.OnCall;
import dev.aegis.app.recording.IncidentRecorder;
import dev.aegis.app.scrape.Scrape;
import dev.aegis.policy.Autonomy;
import dev.aegis.policy.Policy;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Span;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.twin.ReplaySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One service with what is known of it and who is on call for it. Used by one thread. */
final class Watched implements AutoCloseable {
  private static final long SEED = 42;
  private static final Duration SHORTEST_FORGET = Duration.ofSeconds(30);

  /** Hints that wait for a room, and how long they may. */
  private static final int HINTS = 10;

  private static final Duration HINT_AGE = Duration.ofMinutes(15);

  /** Incidents that begin within this time of each other may be one. */
  private static final Duration TOGETHER = Duration.ofMinutes(10);

  private final ServiceProfile profile;
  private final LiveTelemetry live;
  private final OnCall onCall;
  private final Deque<Hint> hints = new ArrayDeque<>();
  private volatile Telemetry telemetry = Telemetry.NONE;
  private volatile boolean knownBySpans;

  /** Something that was noticed and that no room has heard. */
  private record Hint(AlertDesk.Kept kept, Instant heard) {}

  /**
   * Where rooms are kept and what they share.
   *
   * @param past what closed incidents have left behind
   * @param adviser who is asked beside the agents, and holds up nobody
   * @param stopped why the kill switch is on; empty while it is off
   * @param ended hears the log of each incident that is over
   * @param asked what people answer and ask on pages
   * @param opened hears of each room that is led from now on
   */
  record House(
      Path state,
      Journal journal,
      PastIncidents past,
      LocalBus bus,
      Replicas replicas,
      Masking masking,
      Adviser adviser,
      InstantSource clock,
      Supplier<Optional<String>> stopped,
      Consumer<String> notices,
      Consumer<RoomMessage> listener,
      Consumer<List<RoomMessage>> ended,
      Leaders asked,
      Consumer<RoomId> opened) {}

  Watched(Declared declared, ServeConfig config, House house) {
    this.profile = declared.profile();
    this.live = live(profile, config).hiding(house.masking().names(profile));
    Policy policy = withoutActuators(declared.policy());
    this.onCall =
        new OnCall(
                profile,
                house.journal(),
                house.clock(),
                house.asked().of(profile.service()),
                (room, desks) -> {
                  config.retention().apply(house.state(), house.clock().instant(), house.notices());
                  house.opened().accept(room);
                  return new RoomHost(
                          room,
                          house.bus(),
                          Crew.of(ReplaySettings.STANDARD, CommandSettings.DEFAULT),
                          desks,
                          new NoTarget("no actuator is connected"),
                          house.clock(),
                          new Terms(
                              () -> policy,
                              house.stopped(),
                              house.journal().epoch(),
                              house.journal()::acts,
                              house.journal()::executed,
                              house.past()::all))
                      .advisedBy(house.adviser())
                      .witnessedBy(
                          new IncidentRecorder(
                              house.state(), ReplaySettings.STANDARD, house.notices()));
                },
                house.replicas(),
                SEED,
                house.listener())
            .maskedBy(house.masking())
            .tellingEndsTo(house.ended())
            .keepingEvidenceBeside(house.state(), house.notices());
  }

  /** What becomes of readings of a service. */
  static LiveTelemetry live(ServiceProfile profile, ServeConfig config) {
    Duration forget =
        config.silence().compareTo(SHORTEST_FORGET) > 0 ? config.silence() : SHORTEST_FORGET;
    return new LiveTelemetry(
        profile.service(),
        profile.dependency(),
        config.names(),
        new LiveSettings(config.step(), config.history(), forget, 1, 0));
  }

  /** As long as nothing can be carried out here, a plan is recommended to people at most. */
  private static Policy withoutActuators(Policy declared) {
    return declared.autonomy() == Autonomy.APPROVE
        ? declared.withAutonomy(Autonomy.RECOMMEND)
        : declared;
  }

  /** What people have to know of a policy that is not taken as it is written; empty where it is. */
  static String otherwise(Policy declared) {
    Policy taken = withoutActuators(declared);
    return taken.equals(declared)
        ? ""
        : declared.autonomy().word()
            + " is taken as "
            + taken.autonomy().word()
            + ": no actuator is connected";
  }

  String service() {
    return profile.service();
  }

  /**
   * From now on what begins about when an incident of one of these began, and is next to it in the
   * calls, joins that.
   */
  void joins(List<Watched> others) {
    onCall.joining(alert ->
        others.stream()
            .filter(other -> other != this && other.leads(alert))
            .filter(other -> Neighbours.are(profile, other.profile, telemetry.spans()))
            .map(other -> other.onCall)
            .findFirst());
  }

  private boolean leads(Alert alert) {
    return onCall
        .since()
        .filter(since -> Duration.between(since, alert.startedAt()).abs().compareTo(TOGETHER) <= 0)
        .isPresent();
  }

  /** Takes one reading of all processes. */
  void observe(Scrape scrape) {
    live.accept(scrape);
  }

  LiveTelemetry live() {
    return live;
  }

  /** Puts together what is known as of the last reading. */
  void know(List<Change> changes, List<LogLine> lines, List<Span> spans) {
    telemetry = new Telemetry(live.series(), changes, lines, spans);
    knownBySpans = live.knownBySpans(profile.service());
  }

  /** Whether its figures are those that spans tell, since nobody measures its requests. */
  boolean knownBySpans() {
    return knownBySpans;
  }

  /** Takes what is known so far as the past. */
  void remember() {
    onCall.remember(telemetry);
  }

  /** Hears what somebody else says of this service. */
  void told(AlertDesk.Kept kept, Instant now) {
    OutsideAlert outside = kept.alert();
    if (outside.state() == OutsideAlert.State.HINT) {
      hints.addLast(new Hint(kept, now));
      if (hints.size() > HINTS) {
        hints.removeFirst();
      }
      return;
    }
    Optional<Alert> alert =
        outside.state() == OutsideAlert.State.FIRING
            ? Optional.of(new Told(profile, telemetry, now).alert(outside))
            : Optional.empty();
    onCall.told(kept.id(), Told.words(kept), alert);
  }

  /** Goes one round further with what was observed. */
  void round(Instant now) {
    onCall.tick(telemetry);
    hints.removeIf(hint -> hint.heard().plus(HINT_AGE).isBefore(now));
    while (onCall.busy() && !hints.isEmpty()) {
      AlertDesk.Kept kept = hints.removeFirst().kept();
      onCall.told(kept.id(), Told.words(kept), Optional.empty());
    }
  }

  /** Series of this service that have a point. */
  int series() {
    return (int)
        telemetry.series().stream()
            .filter(s -> s.key().service().equals(profile.service()))
            .count();
  }

  /** Of the series of this service that has most. */
  int points() {
    return telemetry.series().stream()
        .filter(s -> s.key().service().equals(profile.service()))
        .mapToInt(Series::size)
        .max()
        .orElse(0);
  }

  @Override
  public void close() {
    onCall.close();
  }
}
