package dev.aegis.app.score.culprit;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.ScoreRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.wire.ScoreJson;
import dev.aegis.culprit.CulpritRanking;
import dev.aegis.culprit.NaiveRanking;
import dev.aegis.culprit.Ranking;
import dev.aegis.culprit.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code aegis score} of a benchmark in which a component broke. */
public final class CulpritScorecard {
  private CulpritScorecard() {}

  /**
   * Ranks every case, writes the rankings where asked to, and only then reads labels. Cases without
   * a label are ranked and not graded.
   *
   * @return DONE, also when there is no label at all
   * @throws CommandFailure when the data cannot be found or read
   */
  public static ExitCode run(Benchmark benchmark, ScoreRun.Options options, Streams streams) {
    if (options.scoresOut() != null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected --answers-out for " + benchmark.name() + ", found --scores-out");
    }
    List<Judged> judged = benchmark.cases().stream().map(CulpritScorecard::judge).toList();
    Path out = options.answersOut();
    if (out != null) {
      write(out, judged);
    }
    // Only here, when every ranking stands, are the labels read.
    List<Graded> graded = new ArrayList<>();
    for (Judged each : judged) {
      benchmark.label(each.file()).ifPresent(label -> graded.add(new Graded(each, label)));
    }
    if (options.json()) {
      streams.data().println(ScoreJson.ranked(benchmark.name(), figures(graded)));
    } else {
      lines(benchmark, judged, graded, options.perCase()).forEach(streams.out()::println);
    }
    return ExitCode.DONE;
  }

  private static Judged judge(CaseFile file) {
    Scene scene = file.read().get();
    long start = System.nanoTime();
    Ranking ranking = CulpritRanking.rank(scene);
    long nanos = System.nanoTime() - start;
    return new Judged(file, ranking, NaiveRanking.rank(scene), nanos);
  }

  private static void write(Path path, List<Judged> judged) {
    List<String> lines =
        judged.stream()
            .map(each ->
                ScoreJson.ranking(
                    each.file().id(),
                    each.ranking().components(),
                    each.ranking().culprits().isEmpty()
                        ? 0
                        : each.ranking().culprits().getFirst().probability()))
            .toList();
    try {
      Files.write(path, lines);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected to write rankings into " + path + ", found " + e + "; choose another file",
          e);
    }
  }

  private static List<ScoreJson.Ranked> figures(List<Graded> graded) {
    List<ScoreJson.Ranked> figures = new ArrayList<>();
    if (graded.isEmpty()) {
      return figures;
    }
    figures.add(Graded.figures("", graded));
    graded.stream()
        .map(each -> each.judged().file().part())
        .distinct()
        .sorted()
        .forEach(part ->
            figures.add(
                Graded.figures(
                    part,
                    graded.stream()
                        .filter(each -> each.judged().file().part().equals(part))
                        .toList())));
    return figures;
  }

  private static List<String> lines(
      Benchmark benchmark, List<Judged> judged, List<Graded> graded, boolean perCase) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %d cases ranked, %.1f ms each without reading, %d with a label",
            benchmark.name(),
            judged.size(),
            judged.stream().mapToLong(Judged::nanos).average().orElse(0) / 1e6,
            graded.size()));
    if (graded.isEmpty()) {
      lines.add("There is no label, so there is no score; --answers-out FILE has the rankings.");
      return lines;
    }
    lines.add("");
    lines.addAll(GradeTables.parts(graded));
    lines.addAll(GradeTables.kinds(graded));
    lines.addAll(GradeTables.reliability(graded));
    if (perCase) {
      lines.addAll(GradeTables.cases(graded));
    }
    return lines;
  }
}
