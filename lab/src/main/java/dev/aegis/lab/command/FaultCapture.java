package dev.aegis.lab.command;

import dev.aegis.anomaly.Alert;
import dev.aegis.anomaly.Watch;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.LabRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.live.RecordingWriter;
import dev.aegis.lab.fault.Fault;
import dev.aegis.lab.fault.yaml.ShippedFaults;
import dev.aegis.telemetry.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code aegis lab record}: a fault as {@code investigate} reads it. */
final class FaultCapture {
  private static final long DEFAULT_SEED = 42;

  private final StateDirectory home;
  private final Streams streams;

  FaultCapture(StateDirectory home, Streams streams) {
    this.home = home;
    this.streams = streams;
  }

  /**
   * What was seen of a fault when it had become certain.
   *
   * @param alert empty when nobody noticed it in time
   * @param telemetry up to now
   */
  record Seen(Optional<Alert> alert, Telemetry telemetry) {}

  ExitCode run(LabRun.Capture options) {
    Fault fault = ShippedFaults.of(options.fault());
    Told told = new Told(streams);
    Path directory = RunDirectory.make(home, "record-" + fault.id());
    try (ObservedLab lab =
        ObservedLab.start(directory, options.edge(), options.seed().orElse(DEFAULT_SEED), told)) {
      Duration more = Duration.ofSeconds(options.seconds());
      Seen seen = untilCertain(lab, fault, ShippedFaults.textOf(options.fault()), more, told);
      RecordingWriter.Written written = write(options.out(), seen.telemetry(), lab);
      streams
          .out()
          .println(
              "aegis investigate "
                  + written.metrics()
                  + " "
                  + written.logs()
                  + " --changes "
                  + written.changes()
                  + " --slo "
                  + written.slo());
      if (seen.alert().isEmpty()) {
        streams.note("nobody noticed the fault within the time; the recording shows why");
      }
      return ExitCode.DONE;
    }
  }

  private static RecordingWriter.Written write(Path out, Telemetry telemetry, ObservedLab lab) {
    try {
      return RecordingWriter.write(out, telemetry, lab.profile());
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "cannot write the recording to " + out + ": " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  /**
   * Injects, waits until the watch is certain, and lets it show for longer.
   *
   * @param longer how long, in whole scrapes
   */
  static Seen untilCertain(ObservedLab lab, Fault fault, String text, Duration longer, Told told) {
    Watch watch = new Watch(lab.profile());
    watch.read(lab.telemetry());
    told.say("injecting " + fault.id() + ": " + fault.title());
    lab.api().inject(text);
    Instant limit = Instant.now().plus(LabSettings.LONGEST_UNNOTICED);
    Optional<Alert> alert = Optional.empty();
    long more = Math.ceilDiv(longer.toMillis(), LabSettings.SCRAPE_EVERY.toMillis());
    Telemetry seen = lab.telemetry();
    while (more > 0 && (alert.isPresent() || Instant.now().isBefore(limit))) {
      seen = lab.next();
      List<Alert> alerts = watch.read(seen);
      if (alert.isEmpty() && !alerts.isEmpty()) {
        alert = Optional.of(alerts.getFirst());
        told.say("certain: " + alert.get().whySeverity(0));
      } else if (alert.isPresent()) {
        more--;
      }
    }
    return new Seen(alert, seen);
  }
}
