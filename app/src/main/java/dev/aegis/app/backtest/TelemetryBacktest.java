package dev.aegis.app.backtest;

import dev.aegis.app.cli.BacktestRun;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.intake.Recording;
import dev.aegis.app.recording.RecordingFolder;
import dev.aegis.app.terminal.BacktestPage;
import dev.aegis.app.wire.BacktestJson;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Serving;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import dev.aegis.twin.Backtest;
import dev.aegis.twin.Replications;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** {@code aegis backtest}: what the twin could vouch for, from telemetry that is there. */
public final class TelemetryBacktest implements BacktestRun {
  private static final long DEFAULT_SEED = 42;

  @Override
  public ExitCode run(Options options, Streams streams) {
    requireData(options);
    Recording recording = read(options);
    List<ServiceProfile> places = places(recording);
    if (places.isEmpty()) {
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
      for (ServiceProfile place : places) {
        BacktestPage.Place tested = test(recording.telemetry(), place, seed, on(replicas));
        vouched += tested.vouched().stream().anyMatch(v -> v.whyNot().isEmpty()) ? 1 : 0;
        if (options.json()) {
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
    }
    ExitCode code = vouched > 0 ? ExitCode.DONE : ExitCode.ESCALATED;
    if (options.json()) {
      streams.data().println(BacktestJson.summary(seed, places.size(), vouched, code.code()));
    } else {
      page.closing(places.size(), vouched).forEach(streams.out()::println);
    }
    return code;
  }

  private static void requireData(Options options) {
    if (options.source() != null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected --data PATH, found --source "
              + options.source()
              + ": a backtest reads no source of aegis.yaml in this version; export its metrics"
              + " and name the files. See 'aegis backtest --help'.");
    }
    if (options.data().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "expected --data PATH, found nothing. See 'aegis backtest --help'.");
    }
  }

  private static Recording read(Options options) {
    try {
      return RecordingFolder.read(options.data(), options.changes(), options.slo());
    } catch (IntakeException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  /** Every service in every region where clients were seen, the declared service first. */
  private static List<ServiceProfile> places(Recording recording) {
    TreeSet<SeriesKey> seen = new TreeSet<>();
    for (Series series : recording.telemetry().series()) {
      SeriesKey key = series.key();
      boolean whole = key.version().isEmpty() && key.pod().isEmpty();
      boolean clients =
          key.metric().equals(Metric.REQUEST_RATE) || key.metric().equals(Metric.LATENCY_P99);
      if (whole && clients && series.size() > 1) {
        seen.add(SeriesKey.of(Metric.LATENCY_P99, key.service(), key.region()));
      }
    }
    ServiceProfile declared = recording.profile();
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
