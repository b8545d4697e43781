package dev.aegis.app.backtest;

import dev.aegis.app.cli.BacktestRun;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.intake.Intake;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.intake.Recording;
import dev.aegis.app.recording.RecordingFolder;
import dev.aegis.app.serve.SourcePast;
import dev.aegis.app.terminal.BacktestPage;
import dev.aegis.app.wire.BacktestJson;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Serving;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import dev.aegis.twin.Backtest;
import dev.aegis.twin.Replications;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** {@code aegis backtest}: what the twin could vouch for, from telemetry that is there. */
public final class TelemetryBacktest implements BacktestRun {
  private static final long DEFAULT_SEED = 42;

  @Override
  public ExitCode run(Options options, Streams streams) {
    List<Observed> observed = observed(options, streams);
    int places = observed.stream().mapToInt(each -> each.places().size()).sum();
    if (places == 0) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected "
              + Metric.REQUEST_RATE
              + " or "
              + Metric.LATENCY_P99
              + " of a service, with two points or more, found neither");
    }
    BacktestPage page = new BacktestPage(streams.style(), streams.glyphs(), streams.width());
    long seed = options.seed().orElse(DEFAULT_SEED);
    int vouched = 0;
    try (Replicas replicas = Replicas.onAllProcessors()) {
      for (Observed each : observed) {
        for (ServiceProfile place : each.places()) {
          BacktestPage.Place tested = test(each.telemetry(), place, seed, on(replicas));
          vouched += tested.vouched().stream().anyMatch(v -> v.whyNot().isEmpty()) ? 1 : 0;
          tell(tested, options.json(), page, streams);
        }
      }
    }
    ExitCode code = vouched > 0 ? ExitCode.DONE : ExitCode.ESCALATED;
    if (options.json()) {
      streams.data().println(BacktestJson.summary(seed, places, vouched, code.code()));
    } else {
      page.closing(places, vouched).forEach(streams.out()::println);
    }
    return code;
  }

  /**
   * Telemetry that belongs together.
   *
   * @param places the services in it, in each of their regions
   */
  private record Observed(Telemetry telemetry, List<ServiceProfile> places) {}

  private static void tell(
      BacktestPage.Place tested, boolean json, BacktestPage page, Streams streams) {
    if (json) {
      BacktestJson.lines(
              tested.service(),
              tested.region(),
              tested.windows(),
              tested.vouched(),
              tested.advice())
          .forEach(streams.data()::println);
    } else {
      page.lines(tested).forEach(streams.out()::println);
    }
  }

  private static List<Observed> observed(Options options, Streams streams) {
    String source = options.source();
    if (source == null && options.data().isEmpty() || source != null && !options.data().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected --data PATH or --source NAME, found "
              + (source == null ? "neither" : "both")
              + ". See 'aegis backtest --help'.");
    }
    if (source == null) {
      Recording recording = read(options);
      return List.of(
          new Observed(
              recording.telemetry(),
              places(recording.telemetry(), recording.profile(), /* others= */ true)));
    }
    if (options.slo() != null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected --slo with --data, found it with --source: aegis.yaml names what services"
              + " promise. See 'aegis backtest --help'.");
    }
    Path file = options.changes();
    List<Change> changes = file == null ? List.of() : changes(file);
    return SourcePast.read(options.config(), source, InstantSource.system(), streams::note).stream()
        .map(past -> {
          Telemetry telemetry = new Telemetry(past.telemetry().series(), changes, List.of());
          return new Observed(telemetry, places(telemetry, past.profile(), /* others= */ false));
        })
        .toList();
  }

  private static List<Change> changes(Path file) {
    try {
      return Intake.changes(file);
    } catch (IntakeException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  private static Recording read(Options options) {
    try {
      return RecordingFolder.read(
          options.data(), options.changes(), options.slo(), UnaryOperator.identity());
    } catch (IntakeException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  /**
   * Every service in every region where clients were seen, the declared service first.
   *
   * @param others whether services count of which nothing is declared
   */
  private static List<ServiceProfile> places(
      Telemetry telemetry, ServiceProfile declared, boolean others) {
    TreeSet<SeriesKey> seen = new TreeSet<>();
    for (Series series : telemetry.series()) {
      SeriesKey key = series.key();
      boolean whole = key.version().isEmpty() && key.pod().isEmpty();
      boolean clients =
          key.metric().equals(Metric.REQUEST_RATE) || key.metric().equals(Metric.LATENCY_P99);
      boolean asked = others || key.service().equals(declared.service());
      if (whole && clients && asked && series.size() > 1) {
        seen.add(SeriesKey.of(Metric.LATENCY_P99, key.service(), key.region()));
      }
    }
    return seen.stream()
        .sorted(
            Comparator.comparing((SeriesKey k) -> !k.service().equals(declared.service()))
                .thenComparing(k -> !k.region().equals(declared.home())))
        .map(k ->
            k.service().equals(declared.service())
                ? declared.homedIn(k.region())
                : undeclared(k, declared))
        .toList();
  }

  /** Of another service nothing is declared but that it shall do as well. */
  private static ServiceProfile undeclared(SeriesKey key, ServiceProfile declared) {
    return new ServiceProfile(
        key.service(),
        declared.slo(),
        key.region(),
        List.of(),
        0,
        0,
        null,
        null,
        null,
        null,
        Serving.UNDECLARED,
        "",
        declared.costs(),
        declared.environment());
  }

  private static BacktestPage.Place test(
      Telemetry telemetry, ServiceProfile place, long seed, Replications replications) {
    List<Backtest.Result> windows = new ArrayList<>();
    for (Window window : Backtest.windows(telemetry, place)) {
      windows.add(window(telemetry, place, window, seed, replications));
    }
    return new BacktestPage.Place(
        place.service(),
        place.home(),
        windows,
        Backtest.vouched(windows),
        Advice.of(telemetry, place));
  }

  /** Figures that no service can have end one window, and not the tests of all others. */
  private static Backtest.Result window(
      Telemetry telemetry,
      ServiceProfile place,
      Window window,
      long seed,
      Replications replications) {
    try {
      return Backtest.of(telemetry, place, window, seed, replications);
    } catch (IllegalArgumentException e) {
      return Backtest.unusable(window, String.valueOf(e.getMessage()));
    }
  }

  private static Replications on(Replicas replicas) {
    return new Replications() {
      @Override
      public <T> List<T> run(int from, int to, IntFunction<T> replication) {
        return replicas.run(from, to, replication);
      }
    };
  }
}
