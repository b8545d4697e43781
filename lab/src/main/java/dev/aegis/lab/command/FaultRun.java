package dev.aegis.lab.command;

import dev.aegis.app.cli.ApprovalMode;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.LabRun;
import dev.aegis.app.cli.RoomOutput;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.host.Warmup;
import dev.aegis.app.live.RecordingWriter;
import dev.aegis.app.oncall.Approvals;
import dev.aegis.app.oncall.AskedAtTerminal;
import dev.aegis.incident.Incident;
import dev.aegis.lab.fault.Fault;
import dev.aegis.lab.fault.yaml.ShippedFaults;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.ValidationResult;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** {@code aegis lab run}: one fault from the injection to the end of the incident. */
final class FaultRun {
  private static final long DEFAULT_SEED = 42;

  private final StateDirectory home;
  private final Streams streams;
  private final Told told;

  FaultRun(StateDirectory home, Streams streams) {
    this.home = home;
    this.streams = streams;
    this.told = new Told(streams);
  }

  /** What came of it. */
  record Outcome(Incident incident, RunSummary summary, ExitCode code) {}

  ExitCode run(LabRun.Run options) {
    Fault fault = ShippedFaults.of(options.fault());
    long seed = options.seed().orElse(DEFAULT_SEED);
    Path directory = RunDirectory.make(home, fault.id());
    RoomOutput output = new RoomOutput(streams, options.json(), home, directory);
    try (Warmup _ = Warmup.begin();
        ObservedLab lab = ObservedLab.start(directory, options.edge(), seed, told)) {
      Outcome outcome =
          lead(
              lab,
              fault,
              ShippedFaults.textOf(options.fault()),
              approvals(options.approve()),
              seed,
              directory,
              options.remember()
                  ? home.path().resolve("lab").resolve("remembered")
                  : directory.resolve("journal"),
              output::show);
      output.close();
      report(outcome, options.json(), seed, directory);
      return outcome.code();
    }
  }

  private Approvals approvals(ApprovalMode mode) {
    return mode == ApprovalMode.ASK ? new AskedAtTerminal(streams) : Approvals.automatic();
  }

  /** Breaks the lab and lets Aegis work until the room is closed or time is up. */
  Outcome lead(
      ObservedLab lab,
      Fault fault,
      String text,
      Approvals approvals,
      long seed,
      Path directory,
      Path journal,
      Consumer<RoomMessage> listener) {
    try (LabOnCall onCall = LabOnCall.over(lab, journal, home, approvals, seed, told, listener)) {
      onCall.tick(lab.telemetry());
      told.say("injecting " + fault.id() + ": " + fault.title());
      Instant injectedAt = Instant.now();
      lab.api().inject(text);
      Telemetry seen = follow(lab, onCall, injectedAt);
      Incident incident = onCall.incident().orElse(Incident.of(List.of()));
      keep(directory.resolve("recording"), asOfTheVerdict(incident, seen), lab.profile());
      RunSummary summary =
          RunSummary.of(fault.id(), incident, seen, lab.profile(), injectedAt, Instant.now());
      return new Outcome(incident, summary, code(incident));
    }
  }

  /** What the replay knew when it vouched for a fix, or else when it last spoke. */
  private static Telemetry asOfTheVerdict(Incident incident, Telemetry seen) {
    return RunSummary.proved(incident)
        .map(RoomMessage::ts)
        .or(() -> incident.lastAt(ValidationResult.class))
        .map(at -> seen.within(new Window(Instant.EPOCH, at)))
        .orElse(seen);
  }

  private static void keep(Path folder, Telemetry telemetry, ServiceProfile profile) {
    try {
      RecordingWriter.write(folder, telemetry, profile);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the recording to " + folder, e);
    }
  }

  private Telemetry follow(ObservedLab lab, LabOnCall onCall, Instant injectedAt) {
    Instant unnoticed = injectedAt.plus(LabSettings.LONGEST_UNNOTICED);
    Instant limit = injectedAt.plus(LabSettings.LONGEST_RUN);
    Telemetry seen = lab.telemetry();
    while (Instant.now().isBefore(limit)) {
      seen = lab.next();
      onCall.tick(seen);
      boolean over = onCall.incident().isPresent() && !onCall.busy();
      boolean missed = onCall.incident().isEmpty() && Instant.now().isAfter(unnoticed);
      if (over || missed) {
        return seen;
      }
    }
    told.say("the run ends after " + LabSettings.LONGEST_RUN.toMinutes() + " min");
    return seen;
  }

  private static ExitCode code(Incident incident) {
    return incident.log().isEmpty() ? ExitCode.DONE : ExitCode.of(incident.status());
  }

  private void report(Outcome outcome, boolean json, long seed, Path directory) {
    RunSummary summary = outcome.summary();
    if (json) {
      streams.data().println(RunJson.write(outcome, seed));
      return;
    }
    streams.out().println();
    RunText.lines(outcome).forEach(streams.out()::println);
    streams.out().println("record       " + home.shown(directory));
    if (summary.detect().isEmpty()) {
      streams.note("nobody noticed: no room was opened");
    }
  }
}
