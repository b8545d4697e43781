package dev.aegis.lab.command;

import dev.aegis.app.host.Crew;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.host.RoomHost;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.host.Terms;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.mask.MaskingYaml;
import dev.aegis.app.memory.PastIncidents;
import dev.aegis.app.oncall.Approvals;
import dev.aegis.app.oncall.OnCall;
import dev.aegis.app.recording.IncidentRecorder;
import dev.aegis.app.retention.Retention;
import dev.aegis.incident.Incident;
import dev.aegis.lab.acting.LabActuator;
import dev.aegis.room.RoomMessage;
import dev.aegis.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who is on call for the lab: the agents over a journal, with the lab's own control plane as what
 * they act on. Used by one thread.
 */
final class LabOnCall implements AutoCloseable {
  private final Journal journal;
  private final LocalBus bus;
  private final Replicas replicas;
  private final OnCall onCall;

  private LabOnCall(Journal journal, LocalBus bus, Replicas replicas, OnCall onCall) {
    this.journal = journal;
    this.bus = bus;
    this.replicas = replicas;
    this.onCall = onCall;
  }

  /**
   * Goes on call.
   *
   * @param kept the directory of the journal; rooms in it that are open go on
   * @param seed of the replays' random numbers
   * @param listener hears each message once, in order
   */
  static LabOnCall over(
      ObservedLab lab,
      Path kept,
      StateDirectory home,
      Approvals approvals,
      long seed,
      Told told,
      Consumer<RoomMessage> listener) {
    InstantSource clock = InstantSource.system();
    IncidentRecorder recorder = new IncidentRecorder(kept, LabSettings.REPLAY, told::say);
    Journal journal = Journal.open(kept, clock);
    PastIncidents past = new PastIncidents(journal);
    LocalBus bus = new LocalBus(journal, (_, _, _) -> {});
    Replicas replicas = Replicas.inTheBackground();
    OnCall onCall =
        new OnCall(
                lab.profile(),
                journal,
                clock,
                approvals,
                (room, desks) -> {
                  Retention.DEFAULT.apply(kept, clock.instant(), told::say);
                  return new RoomHost(
                          room,
                          bus,
                          Crew.of(LabSettings.REPLAY, LabSettings.COMMAND),
                          desks,
                          new LabActuator(lab.api(), LabSettings.FAILOVER_RAMP_SECONDS),
                          clock,
                          new Terms(
                              LabProfile::policy,
                              home::stopped,
                              journal.epoch(),
                              journal::acts,
                              journal::executed,
                              past::all))
                      .witnessedBy(recorder);
                },
                replicas,
                seed,
                listener)
            .maskedBy(MaskingYaml.found(home.path()))
            .keepingEvidenceBeside(kept, told::say);
    return new LabOnCall(journal, bus, replicas, onCall);
  }

  /** What was said, for pages. */
  Journal journal() {
    return journal;
  }

  /** Goes one round further with everything observed so far. */
  void tick(Telemetry upToNow) {
    onCall.tick(upToNow);
  }

  /** The incident that is open, or else the last one; empty when there was none. */
  Optional<Incident> incident() {
    return onCall.incident();
  }

  /** Whether a room is open. */
  boolean busy() {
    return onCall.busy();
  }

  @Override
  public void close() {
    onCall.close();
    replicas.close();
    bus.close();
    journal.close();
  }
}
