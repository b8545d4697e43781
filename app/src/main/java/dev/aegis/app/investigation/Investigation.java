package dev.aegis.app.investigation;

import dev.aegis.agent.CommandSettings;
import dev.aegis.agent.Desk;
import dev.aegis.agent.Observer;
import dev.aegis.agent.Reply;
import dev.aegis.anomaly.Alert;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.InvestigateRun;
import dev.aegis.app.cli.RoomOutput;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Adviser;
import dev.aegis.app.host.Advisers;
import dev.aegis.app.host.Crew;
import dev.aegis.app.host.IncidentDesk;
import dev.aegis.app.host.NoTarget;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.host.RoomHost;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.host.Terms;
import dev.aegis.app.host.Warmup;
import dev.aegis.app.intake.Intake;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.intake.Recording;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.mask.Masking;
import dev.aegis.app.mask.MaskingYaml;
import dev.aegis.app.recording.IncidentRecorder;
import dev.aegis.app.retention.Retention;
import dev.aegis.app.wire.Recorded;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.app.wire.SummaryJson;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.policy.Autonomy;
import dev.aegis.policy.Policy;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.Signal;
import dev.aegis.suspect.Commit;
import dev.aegis.twin.ReplaySettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code aegis investigate}: from files to a plan that a person could approve. */
public final class Investigation implements InvestigateRun {
  private static final long DEFAULT_SEED = 42;

  private final StateDirectory home;
  private final Advisers advisers;

  /**
   * @param advisers who is asked beside the agents
   */
  public Investigation(StateDirectory home, Advisers advisers) {
    this.home = home;
    this.advisers = advisers;
  }

  @Override
  public ExitCode run(Options options, Streams streams) {
    try (Warmup _ = Warmup.begin()) {
      return read(options, streams);
    }
  }

  private ExitCode read(Options options, Streams streams) {
    Masking masking = masking();
    Adviser adviser = advisers.of(masking::text, streams::note);
    Recording recording = masked(read(options, masking), masking);
    List<Commit> commits = commits(options, masking);
    Consumer<String> told = options.json() ? streams::note : streams.out()::println;
    recording.report().lines().stream().map(masking::text).forEach(told);
    Optional<Moment> moment = Moment.worst(recording);
    if (moment.isEmpty()) {
      Words.quiet(recording).forEach(told);
      return quiet(recording, options, streams);
    }
    Words.before(moment.get()).forEach(told);
    told.accept("");
    try {
      ExitCode code = investigate(moment.get(), recording, commits, adviser, options, streams);
      Words.after(moment.get()).forEach(told);
      return code;
    } catch (RoomException e) {
      throw CommandFailure.from(e, ExitCode.INTERNAL);
    }
  }

  private static Recording read(Options options, Masking masking) {
    try {
      return Intake.read(options.paths(), options.changes(), options.slo(), masking::text);
    } catch (IntakeException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT, masking::text);
    }
  }

  private static List<Commit> commits(Options options, Masking masking) {
    try {
      return options.commits() == null
          ? List.of()
          : Intake.commits(options.commits()).stream().map(masking::commit).toList();
    } catch (IntakeException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  private Masking masking() {
    try {
      return MaskingYaml.found(home.path());
    } catch (IntakeException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  /** What must not be kept is hidden before anybody looks. */
  private static Recording masked(Recording brought, Masking masking) {
    return brought.observing(masking.telemetry(brought.telemetry(), brought.profile()));
  }

  private static ExitCode quiet(Recording recording, Options options, Streams streams) {
    if (options.json()) {
      long seed = options.seed().orElse(DEFAULT_SEED);
      Recorded recorded = new Recorded(recording.promised(), null, null, 0);
      streams
          .data()
          .println(
              SummaryJson.write(
                  seed, null, Incident.of(List.of()), "quiet", ExitCode.DONE.code(), recorded));
    }
    return ExitCode.DONE;
  }

  private ExitCode investigate(
      Moment moment,
      Recording recording,
      List<Commit> commits,
      Adviser adviser,
      Options options,
      Streams streams) {
    InstantSource clock = InstantSource.fixed(moment.now());
    long seed = options.seed().orElse(DEFAULT_SEED);
    try (Journal journal = opened(clock, streams);
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {});
        Replicas replicas = Replicas.onAllProcessors();
        IncidentDesk desk =
            IncidentDesk.onRecording(moment.profile(), replicas, seed)
                .keepingBeside(home.path(), streams::note)
                .knowing(commits)) {
      Desk observed = desk.at(moment::telemetry);
      RoomOutput output = new RoomOutput(streams, options.json(), home, home.path());
      RoomId room = open(journal, moment, recording.promised(), desk, observed, bus);
      RoomHost host =
          new RoomHost(
                  room,
                  bus,
                  Crew.of(ReplaySettings.STANDARD, CommandSettings.DEFAULT),
                  _ -> observed,
                  new NoTarget("a recording has no target"),
                  clock,
                  Terms.nothingIsDone(new Policy(Autonomy.APPROVE)))
              .advisedBy(adviser)
              .witnessedBy(
                  new IncidentRecorder(home.path(), ReplaySettings.STANDARD, streams::note));
      int shown = 0;
      do {
        host.log().subList(shown, host.log().size()).forEach(output::show);
        shown = host.log().size();
      } while (host.round());
      output.close();
      Status status = host.incident().status();
      ExitCode code = ExitCode.of(status);
      if (options.json()) {
        Recorded recorded = moment.recorded(recording.promised());
        streams
            .data()
            .println(
                SummaryJson.write(
                    seed, room, host.incident(), status.words(), code.code(), recorded));
      }
      return code;
    }
  }

  /** Whoever opens the next incident forgets the oldest ones. */
  private Journal opened(InstantSource clock, Streams streams) {
    Journal journal = Journal.open(home.path(), clock);
    Retention.DEFAULT.apply(home.path(), Instant.now(), text -> streams.note("aegis: " + text));
    return journal;
  }

  /** The alert is in the inbox before there is a room for it. */
  private static RoomId open(
      Journal journal,
      Moment moment,
      boolean promised,
      IncidentDesk desk,
      Desk observed,
      LocalBus bus) {
    Alert alert = moment.alert();
    Reply signal =
        Words.objectivesAssumed(
            new Observer().signal(alert, moment.telemetry(), moment.profile(), observed), promised);
    String id = "recording-" + journal.rooms().size() + "-" + alert.detectedAt().toEpochMilli();
    journal.inbox().accept(id, "recording", RoomJson.writePayload(signal.payload()));
    RoomId room = journal.inbox().openRoom(id, moment.now());
    if (signal.payload() instanceof Signal posted) {
      desk.opened(room, posted);
    }
    Draft opening =
        new Draft(new MessageId(id), null, signal.mentions(), signal.text(), signal.payload());
    bus.connect(Handle.OBSERVER).post(room, List.of(opening));
    return room;
  }
}
