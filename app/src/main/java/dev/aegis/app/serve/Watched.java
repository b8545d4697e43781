package dev.aegis.app.serve;

import dev.aegis.agent.CommandSettings;
import dev.aegis.anomaly.Alert;
import dev.aegis.app.alert.AlertDesk;
import dev.aegis.app.alert.OutsideAlert;
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
import dev.aegis.app.oncall.OnCall;
import dev.aegis.app.recording.IncidentRecorder;
import dev.aegis.app.scrape.Scrape;
import dev.aegis.policy.Autonomy;
import dev.aegis.policy.Policy;
import dev.aegis.room.RoomMessage;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.twin.ReplaySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One service with what is known of it and who is on call for it. Used by one thread. */
final class Watched implements AutoCloseable {
  private static final long SEED = 42;
  private static final Duration SHORTEST_FORGET = Duration.ofSeconds(30);

  private final ServiceProfile profile;
  private final LiveTelemetry live;
  private final OnCall onCall;
  private volatile Telemetry telemetry = Telemetry.NONE;

  /** Where rooms are kept and what they share. */
  record House(
      Path state,
      Journal journal,
      LocalBus bus,
      Replicas replicas,
      Masking masking,
      InstantSource clock,
      Consumer<String> notices,
      Consumer<RoomMessage> listener) {}

  Watched(Declared declared, ServeConfig config, House house) {
    this.profile = declared.profile();
    Duration step = config.step();
    Duration forget =
        config.silence().compareTo(SHORTEST_FORGET) > 0 ? config.silence() : SHORTEST_FORGET;
    this.live =
        new LiveTelemetry(
            profile.service(),
            profile.dependency(),
            config.names(),
            new LiveSettings(step, Duration.ofMinutes(60), forget, 1, 0));
    Policy policy = withoutActuators(declared.policy());
    this.onCall =
        new OnCall(
                profile,
                house.journal(),
                house.clock(),
                _ -> Optional.empty(),
                (room, desks) -> {
                  config.retention().apply(house.state(), house.clock().instant(), house.notices());
                  return new RoomHost(
                          room,
                          house.bus(),
                          Crew.of(ReplaySettings.STANDARD, CommandSettings.DEFAULT),
                          desks,
                          new NoTarget("no actuator is connected"),
                          house.clock(),
                          new Terms(
                              () -> policy,
                              Optional::empty,
                              house.journal().epoch(),
                              house.journal()::acts,
                              house.journal()::executed))
                      .witnessedBy(
                          new IncidentRecorder(
                              house.state(), ReplaySettings.STANDARD, house.notices()));
                },
                house.replicas(),
                SEED,
                house.listener())
            .maskedBy(house.masking())
            .keepingEvidenceBeside(house.state(), house.notices());
  }

  /** As long as nothing can be carried out here, a plan is recommended to people at most. */
  private static Policy withoutActuators(Policy declared) {
    return declared.autonomy() == Autonomy.APPROVE
        ? new Policy(
            Autonomy.RECOMMEND,
            declared.allowed(),
            declared.freezes(),
            declared.coolDown(),
            declared.backOff(),
            declared.actionsPerHour(),
            declared.podsPerHour())
        : declared;
  }

  String service() {
    return profile.service();
  }

  /** Takes one reading of all processes. */
  void observe(Scrape scrape) {
    live.accept(scrape);
  }

  LiveTelemetry live() {
    return live;
  }

  /** Puts together what is known as of the last reading. */
  void know(List<Change> changes, List<LogLine> lines) {
    telemetry = new Telemetry(live.series(), changes, lines);
  }

  /** Hears what somebody else says of this service. */
  void told(AlertDesk.Kept kept, Instant now) {
    OutsideAlert outside = kept.alert();
    Optional<Alert> alert =
        outside.state() == OutsideAlert.State.FIRING
            ? Optional.of(new Told(profile, telemetry, now).alert(outside))
            : Optional.empty();
    onCall.told(kept.id(), Told.words(kept), alert);
  }

  /** Goes one round further with what was observed. */
  void round() {
    onCall.tick(telemetry);
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
