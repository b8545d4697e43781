package dev.aegis.app.score;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.ScoreRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.intake.CleanText;
import dev.aegis.app.score.culprit.CulpritScorecard;
import dev.aegis.app.score.nezha.Nezha;
import dev.aegis.app.score.petshop.PetShop;
import dev.aegis.app.score.rootcausebench.RootCauseBench;
import dev.aegis.app.wire.ScoreJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code aegis score}: judgement graded on a published benchmark. */
public final class Scorecard implements ScoreRun {
  private static final String NAB = "nab";
  private static final String PETSHOP = "petshop";
  private static final String NEZHA = "nezha";
  private static final String ROOT_CAUSE_BENCH = "rootcausebench";
  private static final String DATA = "AEGIS_DATA";
  private static final int SHOWN = 40;
  private static final double DAYS_OF_A_MONTH = 30;
  private static final double MILLIS_OF_A_DAY = 86_400_000;

  private final Map<String, String> environment;

  /**
   * @param environment the process environment; {@code AEGIS_DATA} names a folder of benchmarks
   */
  public Scorecard(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public ExitCode run(Options options, Streams streams) {
    return switch (options.benchmark()) {
      case NAB -> nab(options, streams);
      case PETSHOP ->
          CulpritScorecard.run(new PetShop(folder(options.data(), PETSHOP)), options, streams);
      case NEZHA ->
          CulpritScorecard.run(new Nezha(folder(options.data(), NEZHA)), options, streams);
      case ROOT_CAUSE_BENCH ->
          RootCauseBench.run(folder(options.data(), ROOT_CAUSE_BENCH), options, streams);
      default ->
          throw usage(
              "a benchmark (" + String.join(", ", NAB, PETSHOP, NEZHA, ROOT_CAUSE_BENCH) + ")",
              options.benchmark());
    };
  }

  private ExitCode nab(Options options, Streams streams) {
    if (options.answersOut() != null) {
      throw usage("--scores-out for " + NAB, "--answers-out");
    }
    Contestant contestant =
        Contestant.named(options.detector())
            .orElseThrow(
                () -> usage("a detector (" + Contestant.names() + ")", options.detector()));
    NabFiles files = new NabFiles(folder(options.data(), NAB));
    files.check();
    List<NabSeries> series = files.series();
    List<double[]> scores = series.stream().map(each -> judge(contestant, each)).toList();
    Path out = options.scoresOut();
    if (out != null) {
      NabScores.write(out, contestant.nabName(), series, scores);
    }
    // Only here, when every score stands, are the labels read.
    Map<String, List<NabWindow>> windows = files.windows(series);
    grade(options, streams, new Judged(contestant, series, scores, rulers(series, windows)));
    return ExitCode.DONE;
  }

  private Path folder(@Nullable Path named, String benchmark) {
    if (named != null) {
      return named;
    }
    String data = environment.getOrDefault(DATA, "");
    if (data.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected the benchmark's folder, found none; name it with --data DIR, or set "
              + DATA
              + " to the folder that "
              + benchmark
              + " lies in");
    }
    return Path.of(data, benchmark);
  }

  private static CommandFailure usage(String expected, String found) {
    return new CommandFailure(
        ExitCode.USAGE,
        "expected " + expected + ", found \"" + CleanText.line(found, SHOWN) + "\"");
  }

  /** Point by point, in order, once; the detector sees a time and a value and nothing else. */
  private static double[] judge(Contestant contestant, NabSeries series) {
    Contestant.Judge judge = contestant.judge();
    double[] scores = new double[series.rows()];
    for (int row = 0; row < scores.length; row++) {
      scores[row] = judge.score(series.epochMillis(row), series.value(row));
    }
    return scores;
  }

  private static List<NabRuler> rulers(
      List<NabSeries> series, Map<String, List<NabWindow>> windows) {
    return series.stream()
        .map(each -> new NabRuler(each.rows(), windows.getOrDefault(each.name(), List.of())))
        .toList();
  }

  private static void grade(Options options, Streams streams, Judged judged) {
    NabScorer scorer = new NabScorer(judged.rulers(), judged.scores());
    Map<NabProfile, NabScorer.Result> results = new EnumMap<>(NabProfile.class);
    for (NabProfile profile : NabProfile.values()) {
      results.put(profile, scorer.best(profile));
    }
    if (options.json()) {
      streams
          .data()
          .println(
              ScoreJson.nab(
                  judged.contestant().wire(),
                  value(results, NabProfile.STANDARD),
                  value(results, NabProfile.LOW_FP),
                  value(results, NabProfile.LOW_FN),
                  judged.series().size()));
      return;
    }
    lines(judged, results, options.perCase()).forEach(streams.out()::println);
  }

  private static double value(Map<NabProfile, NabScorer.Result> results, NabProfile profile) {
    NabScorer.Result result = results.get(profile);
    return result == null ? Double.NaN : result.value();
  }

  private static List<String> lines(
      Judged judged, Map<NabProfile, NabScorer.Result> results, boolean perFile) {
    List<String> lines = new ArrayList<>();
    int windows = judged.rulers().stream().mapToInt(NabRuler::windows).sum();
    lines.add(
        "NAB: "
            + judged.contestant().wire()
            + " on "
            + judged.series().size()
            + " files with "
            + windows
            + " labelled windows");
    lines.add("");
    lines.add(String.format(Locale.ROOT, "  %-22s %7s  %9s", "profile", "score", "threshold"));
    results.forEach((profile, result) ->
        lines.add(
            String.format(
                Locale.ROOT,
                "  %-22s %7.2f  %9.3f",
                profile.wire(),
                result.value(),
                result.threshold())));
    NabScorer.Result standard = results.get(NabProfile.STANDARD);
    if (standard != null) {
      lines.add("");
      lines.add(outside(judged, standard.threshold()));
    }
    if (perFile && standard != null) {
      lines.add("");
      lines.addAll(perFile(judged, standard.threshold()));
    }
    return lines;
  }

  /** False alarms by time and not by row: what somebody on call would make of them. */
  private static String outside(Judged judged, double threshold) {
    int falseAlarms = 0;
    double days = 0;
    for (int file = 0; file < judged.series().size(); file++) {
      falseAlarms +=
          NabScorer.tally(judged.rulers().get(file), judged.scores().get(file), threshold)
              .falseAlarms();
      days += days(judged.series().get(file), judged.rulers().get(file));
    }
    return String.format(
        Locale.ROOT,
        "  %d outside of the windows in %.0f days of single series: %.2f a month and series",
        falseAlarms,
        days,
        falseAlarms / days * DAYS_OF_A_MONTH);
  }

  /** From the first row that counts to the last. */
  private static double days(NabSeries series, NabRuler ruler) {
    int first = 0;
    while (first < series.rows() - 1 && !ruler.counts(first)) {
      first++;
    }
    return (series.epochMillis(series.rows() - 1) - series.epochMillis(first)) / MILLIS_OF_A_DAY;
  }

  private static List<String> perFile(Judged judged, double threshold) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "  %-55s %7s  %4s  %5s",
            "file, standard profile",
            "windows",
            "hit",
            "false"));
    for (int file = 0; file < judged.series().size(); file++) {
      NabScorer.Tally tally =
          NabScorer.tally(judged.rulers().get(file), judged.scores().get(file), threshold);
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-55s %7d  %4d  %5d",
              CleanText.line(judged.series().get(file).name(), 55),
              judged.rulers().get(file).windows(),
              tally.hits(),
              tally.falseAlarms()));
    }
    return lines;
  }

  /** Everything that is known once the labels are read. */
  private record Judged(
      Contestant contestant,
      List<NabSeries> series,
      List<double[]> scores,
      List<NabRuler> rulers) {}
}
