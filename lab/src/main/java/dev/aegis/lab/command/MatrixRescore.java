package dev.aegis.lab.command;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.LabRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Replicas;
import dev.aegis.room.Action;
import dev.aegis.twin.Replications;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
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
    Scoreboard.of(judged, options.recorded()).print(streams, options.json());
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
    RecordedIncident incident = RecordedIncident.of(line, options.recorded());
    Optional<Action> action = incident.action(line);
    long seed = options.seed().orElse(DEFAULT_SEED) + line.repetition() - 1;
    return action
        .map(a ->
            line.judged(
                Forecasted.judge(a, incident.telemetry(), incident.profile(), seed, on(replicas))))
        .orElse(line);
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
