package dev.aegis.lab.command;

import dev.aegis.anomaly.Alert;
import dev.aegis.anomaly.Watch;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.LabRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.intake.Intake;
import dev.aegis.app.intake.Recording;
import dev.aegis.app.live.RecordingWriter;
import dev.aegis.lab.fault.Remedy;
import dev.aegis.room.Action;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.twin.Replications;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** {@code aegis lab matrix --rescore}: judges recorded evidence again; no lab is started. */
final class MatrixRescore {
  private static final long DEFAULT_SEED = 42;

  private final Streams streams;

  MatrixRescore(Streams streams) {
    this.streams = streams;
  }

  ExitCode run(LabRun.Rescore options) {
    if (!Files.isRegularFile(options.recorded())) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected the file that a matrix wrote, found none at " + options.recorded());
    }
    List<MatrixLine> judged =
        judged(
            options,
            line -> {
              if (options.json()) {
                streams.data().println(line.json());
              }
            });
    Confusion.of(judged).print(streams, options.json());
    return ExitCode.DONE;
  }

  /**
   * The lines asked for with the verdict of now.
   *
   * @param each told as soon as it is judged
   */
  static List<MatrixLine> judged(LabRun.Rescore options, Consumer<MatrixLine> each) {
    List<MatrixLine> judged = new ArrayList<>();
    try (Replicas replicas = Replicas.onAllProcessors()) {
      for (MatrixLine line : MatrixFile.read(options.recorded())) {
        if (isAsked(line, options)) {
          MatrixLine again = again(line, options, replicas);
          judged.add(again);
          each.accept(again);
        }
      }
    }
    return judged;
  }

  private static boolean isAsked(MatrixLine line, LabRun.Rescore options) {
    boolean fault = options.faults().isEmpty() || options.faults().contains(line.fault());
    boolean action =
        options.actions().isEmpty()
            || options.actions().stream()
                .anyMatch(kind -> line.action().split(" ", 2)[0].equals(kind.wire()));
    return fault && action;
  }

  private static MatrixLine again(MatrixLine line, LabRun.Rescore options, Replicas replicas) {
    if (line.isNothing() || !line.measured()) {
      return line;
    }
    Path folder =
        Objects.requireNonNull(options.recorded().toAbsolutePath().getParent())
            .resolve(line.evidence());
    Recording recording = read(folder);
    ServiceProfile profile = recording.profile();
    List<Alert> alerts = new Watch(profile).read(recording.telemetry());
    if (alerts.isEmpty()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "expected an incident in the evidence " + folder + ", found none");
    }
    ServiceProfile here = profile.homedIn(alerts.getFirst().region());
    Optional<Action> action = new Attempt(recording.telemetry(), here).of(Remedy.of(line.action()));
    long seed = options.seed().orElse(DEFAULT_SEED) + line.repetition() - 1;
    return action
        .map(a -> line.judged(Forecasted.judge(a, recording.telemetry(), here, seed, on(replicas))))
        .orElse(line);
  }

  private static Recording read(Path folder) {
    RecordingWriter.Written written = RecordingWriter.Written.in(folder);
    return Intake.read(
        List.of(written.metrics(), written.logs()), written.changes(), written.slo());
  }

  static Replications on(Replicas replicas) {
    return new Replications() {
      @Override
      public <T> List<T> run(int from, int to, IntFunction<T> replication) {
        return replicas.run(from, to, replication);
      }
    };
  }
}
