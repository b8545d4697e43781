package dev.aegis.app.report;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.cli.UpdateRun;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.incident.Incident;
import dev.aegis.postmortem.StakeholderUpdate;
import java.time.InstantSource;

/** Drafts what users may be told of an incident of a journal. */
public final class DraftedUpdate implements UpdateRun {
  private final StateDirectory home;
  private final InstantSource clock;

  public DraftedUpdate(StateDirectory home, InstantSource clock) {
    this.home = home;
    this.clock = clock;
  }

  @Override
  public ExitCode run(Options options, Streams streams) {
    Incident incident = Incident.of(WrittenReport.log(options.incident(), "update", home, streams));
    StakeholderUpdate update =
        StakeholderUpdate.of(incident, clock.instant())
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "expected an incident of which something was noticed, found "
                        + options.incident()
                        + " with nothing to tell users"));
    streams.out().println(update.stage().word());
    streams.out().println(update.text());
    return ExitCode.DONE;
  }
}
