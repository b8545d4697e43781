package dev.aegis.lab.command;

import dev.aegis.agent.CommandSettings;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.LabRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.live.RecordingWriter;
import dev.aegis.execution.Actuator;
import dev.aegis.lab.acting.LabActuator;
import dev.aegis.lab.fault.Fault;
import dev.aegis.lab.fault.Remedy;
import dev.aegis.lab.fault.yaml.ShippedFaults;
import dev.aegis.room.Action;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code aegis lab matrix}: each action against each fault in a lab of its own. The evidence is
 * recorded, the replay judges it, the action is carried out for real, and what clients went through
 * is measured. One pair more a fault does nothing, for comparison.
 */
final class MatrixRun {
  private static final long DEFAULT_SEED = 42;
  private static final Duration LONGEST_ACTION = Duration.ofSeconds(90);

  private final StateDirectory home;
  private final Streams streams;
  private final Told told;
  private final List<MatrixLine> lines = new ArrayList<>();

  MatrixRun(StateDirectory home, Streams streams) {
    this.home = home;
    this.streams = streams;
    this.told = new Told(streams);
  }

  /** A cell to be filled. */
  private record Cell(String fault, Optional<Remedy> remedy, int repetition) {
    String action() {
      return remedy.map(Remedy::text).orElse(MatrixLine.NOTHING);
    }
  }

  ExitCode run(LabRun.Matrix options) {
    List<Cell> cells = cells(options);
    lines.addAll(MatrixFile.read(options.out()));
    List<Cell> open =
        cells.stream()
            .filter(
                c -> lines.stream().noneMatch(l -> l.isFor(c.fault(), c.action(), c.repetition())))
            .toList();
    if (open.size() < cells.size()) {
      told.say((cells.size() - open.size()) + " pairs are there already and are kept");
    }
    Instant begun = Instant.now();
    for (int i = 0; i < open.size(); i++) {
      Cell cell = open.get(i);
      told.say(
          "pair "
              + (i + 1)
              + " of "
              + open.size()
              + ": "
              + cell.fault()
              + " x "
              + cell.action()
              + left(begun, i, open.size()));
      append(options.out(), fillInTwoTries(cell, options));
    }
    List<MatrixLine> asked =
        lines.stream()
            .filter(
                l -> cells.stream().anyMatch(c -> l.isFor(c.fault(), c.action(), c.repetition())))
            .toList();
    Scoreboard.of(asked, options.out()).print(streams, options.json());
    return ExitCode.DONE;
  }

  private static String left(Instant begun, int done, int all) {
    if (done == 0) {
      return "";
    }
    Duration each = Duration.between(begun, Instant.now()).dividedBy(done);
    return ", about " + Math.max(1, each.multipliedBy(all - done).toMinutes()) + " min left";
  }

  private static List<Cell> cells(LabRun.Matrix options) {
    List<String> faults = options.faults().isEmpty() ? ShippedFaults.ids() : options.faults();
    List<Cell> cells = new ArrayList<>();
    for (String fault : faults) {
      Fault known = ShippedFaults.of(fault);
      for (int repetition = 1; repetition <= options.repeat(); repetition++) {
        cells.add(new Cell(fault, Optional.empty(), repetition));
        for (Remedy remedy : remedies(known, options.actions())) {
          cells.add(new Cell(fault, Optional.of(remedy), repetition));
        }
      }
    }
    return cells;
  }

  /** Those the fault names, and others that were asked for and need no setting. */
  private static List<Remedy> remedies(Fault fault, List<Action.Kind> asked) {
    List<Remedy> named =
        Stream.concat(fault.fixes().stream(), fault.tempting().stream()).distinct().toList();
    if (asked.isEmpty()) {
      return named;
    }
    List<Remedy> remedies = new ArrayList<>();
    for (Action.Kind kind : asked) {
      List<Remedy> of = named.stream().filter(r -> r.action().equals(kind.wire())).toList();
      if (!of.isEmpty()) {
        remedies.addAll(of);
      } else if (kind != Action.Kind.SET_FLAG && kind != Action.Kind.SET_CONFIG) {
        remedies.add(Remedy.of(kind.wire()));
      }
    }
    return remedies;
  }

  private void append(Path out, MatrixLine line) {
    lines.add(line);
    try {
      Path parent = Objects.requireNonNull(out.toAbsolutePath().getParent());
      Files.createDirectories(parent);
      Files.writeString(
          out,
          line.json() + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "cannot write to " + out + ": " + e.getMessage(), e);
    }
    told.say(
        line.fault()
            + " x "
            + line.action()
            + ": "
            + (line.verdict().isEmpty() ? "" : line.verdict() + ", in fact ")
            + line.outcome());
  }

  /** A lab that does not start, or never gets normal, costs one try and not the whole matrix. */
  private MatrixLine fillInTwoTries(Cell cell, LabRun.Matrix options) {
    try {
      return fill(cell, options);
    } catch (CommandFailure e) {
      if (e.code() != ExitCode.INTERNAL) {
        throw e;
      }
      told.say("once more, since " + e.getMessage());
      return fill(cell, options);
    }
  }

  private MatrixLine fill(Cell cell, LabRun.Matrix options) {
    long seed = options.seed().orElse(DEFAULT_SEED) + cell.repetition() - 1;
    Fault fault = ShippedFaults.of(cell.fault());
    Path directory = RunDirectory.make(home, "matrix-" + fault.id());
    Path evidence = evidence(options.out(), fault, cell);
    try (ObservedLab lab = ObservedLab.start(directory, options.edge(), seed, told);
        Replicas replicas = Replicas.inTheBackground()) {
      FaultCapture.Seen seen =
          FaultCapture.untilCertain(
              lab, fault, ShippedFaults.textOf(cell.fault()), LabSettings.EVIDENCE, told);
      if (seen.alert().isEmpty()) {
        return without(cell, "unnoticed", evidence, options.out());
      }
      ServiceProfile profile = lab.profile().homedIn(seen.alert().get().region());
      Telemetry observed = seen.telemetry();
      Optional<Action> action = action(cell, observed, profile);
      Optional<Forecasted> forecast = judged(action, observed, profile, seed, replicas);
      for (int search = 0;
          search < CommandSettings.LATER_SEARCHES && abstains(forecast);
          search++) {
        for (int point = 0; point < CommandSettings.POINTS_BETWEEN_SEARCHES; point++) {
          observed = lab.next();
        }
        action = action(cell, observed, profile);
        forecast = judged(action, observed, profile, seed, replicas);
      }
      record(evidence, observed, lab.profile());
      if (cell.remedy().isPresent() && action.isEmpty()) {
        return without(cell, "inapplicable", evidence, options.out());
      }
      return measured(cell, lab, profile, action, forecast, evidence, options.out());
    }
  }

  private static Optional<Action> action(Cell cell, Telemetry seen, ServiceProfile profile) {
    return cell.remedy().flatMap(remedy -> new Attempt(seen, profile).of(remedy));
  }

  private static Optional<Forecasted> judged(
      Optional<Action> action,
      Telemetry seen,
      ServiceProfile profile,
      long seed,
      Replicas replicas) {
    return action.map(a -> Forecasted.judge(a, seen, profile, seed, MatrixRescore.on(replicas)));
  }

  private static boolean abstains(Optional<Forecasted> forecast) {
    return forecast.filter(f -> f.verdict().equals(Verdict.ABSTAIN.name())).isPresent();
  }

  private MatrixLine measured(
      Cell cell,
      ObservedLab lab,
      ServiceProfile profile,
      Optional<Action> action,
      Optional<Forecasted> forecast,
      Path evidence,
      Path out) {
    Instant from = Instant.now();
    Optional<String> failure = action.flatMap(a -> carryOut(a, lab, cell));
    if (failure.isPresent()) {
      told.say(failure.get());
      return without(cell, "not carried out", evidence, out);
    }
    Instant done = Instant.now();
    Duration horizon = LabSettings.REPLAY.shortestHorizon();
    Instant deadline =
        min(
            done.plus(LabSettings.REPLAY.recoverWithin()),
            from.plus(LabSettings.REPLAY.recoverAtMost()));
    Telemetry seen = lab.telemetry();
    while (Instant.now().isBefore(from.plus(horizon))) {
      seen = lab.next();
    }
    Aftermath aftermath = Aftermath.read(seen, profile, from, deadline, from.plus(horizon));
    MatrixLine line =
        new MatrixLine(
            cell.fault(),
            cell.action(),
            cell.repetition(),
            "",
            "",
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            aftermath.outcome(burdenOfNothing(cell)),
            aftermath.p99Millis(),
            aftermath.errorRatio(),
            aftermath.burden(),
            relative(evidence, out));
    return forecast.map(line::judged).orElse(line);
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private double burdenOfNothing(Cell cell) {
    return lines.stream()
        .filter(l -> l.isFor(cell.fault(), MatrixLine.NOTHING, cell.repetition()))
        .mapToDouble(MatrixLine::burden)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** One step after the other; why not, when one did not come to its end. */
  private Optional<String> carryOut(Action action, ObservedLab lab, Cell cell) {
    Actuator actuator = new LabActuator(lab.api(), LabSettings.FAILOVER_RAMP_SECONDS);
    int step = 0;
    for (Action each : action.steps()) {
      String key = "matrix/" + cell.fault() + "/" + cell.repetition() + "/" + step;
      step++;
      try {
        actuator.dispatch(new Actuator.Order(each, key, 1));
      } catch (Actuator.RefusedException e) {
        return Optional.of(each.describe() + " was refused: " + e.getMessage());
      }
      Instant limit = Instant.now().plus(LONGEST_ACTION);
      while (actuator.look(each, key) != Actuator.Sight.AS_ORDERED) {
        if (Instant.now().isAfter(limit)) {
          told.say(
              each.describe() + " is still under way after " + LONGEST_ACTION.toSeconds() + " s");
          return Optional.empty();
        }
        lab.next();
      }
    }
    return Optional.empty();
  }

  private static Path evidence(Path out, Fault fault, Cell cell) {
    Path beside = Objects.requireNonNull(out.toAbsolutePath().getParent());
    String name =
        fault.id() + "-" + cell.action().replaceAll("[^A-Za-z0-9]+", "_") + "-" + cell.repetition();
    return beside.resolve(out.getFileName() + ".evidence").resolve(name);
  }

  private static String relative(Path evidence, Path out) {
    return Objects.requireNonNull(out.toAbsolutePath().getParent()).relativize(evidence).toString();
  }

  private static void record(Path evidence, Telemetry telemetry, ServiceProfile profile) {
    try {
      RecordingWriter.writeCompressed(evidence, telemetry, profile);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the evidence to " + evidence, e);
    }
  }

  private static MatrixLine without(Cell cell, String outcome, Path evidence, Path out) {
    return new MatrixLine(
        cell.fault(),
        cell.action(),
        cell.repetition(),
        "",
        "",
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        outcome,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        relative(evidence, out));
  }
}
