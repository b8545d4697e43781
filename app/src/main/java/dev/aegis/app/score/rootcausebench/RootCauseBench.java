package dev.aegis.app.score.rootcausebench;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.ScoreRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.intake.CleanText;
import dev.aegis.app.wire.ScoreJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code aegis score rootcausebench}: which commit broke it, or none. */
public final class RootCauseBench {
  private static final String NAME = "rootcausebench";
  private static final double[] STATED = {0, 0.5, 0.7, 0.8, 0.9, 1.01};
  private static final int SHORT_COMMIT = 10;
  private static final int CASE_WIDTH = 40;

  private RootCauseBench() {}

  /**
   * Answers every case, then reads the labels that there are.
   *
   * @param folder that the benchmark's archives were unpacked into
   * @throws CommandFailure when it cannot be read, or an option is for another benchmark
   */
  public static ExitCode run(Path folder, ScoreRun.Options options, Streams streams) {
    if (options.scoresOut() != null) {
      throw new CommandFailure(
          ExitCode.USAGE, "expected --answers-out for " + NAME + ", found --scores-out");
    }
    CaseFiles files = new CaseFiles(folder);
    List<Answer> answers =
        files.cases().stream().map(name -> Answer.of(name, SceneReader.read(files, name))).toList();
    Path out = options.answersOut();
    if (out != null) {
      write(out, answers);
    }
    // Only here, when every answer stands, are the labels read.
    Map<Answer, CaseFiles.Label> labelled = new LinkedHashMap<>();
    answers.forEach(
        answer -> files.label(answer.name()).ifPresent(label -> labelled.put(answer, label)));
    if (options.json()) {
      streams.data().println(json(answers, labelled));
    } else {
      lines(answers, labelled, options.perCase()).forEach(streams.out()::println);
    }
    return ExitCode.DONE;
  }

  private static void write(Path out, List<Answer> answers) {
    try {
      Files.write(
          out, answers.stream().map(each -> ScoreJson.answer(each.name(), each.commit())).toList());
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected to write answers to " + out + ", found " + e + "; choose another file",
          e);
    }
  }

  private static String json(List<Answer> answers, Map<Answer, CaseFiles.Label> labelled) {
    return labelled.isEmpty()
        ? ScoreJson.unlabelled(NAME, answers.size())
        : ScoreJson.rootCauseBench(labelled.size(), right(labelled), decoys(labelled));
  }

  private static int right(Map<Answer, CaseFiles.Label> labelled) {
    return (int)
        labelled.entrySet().stream()
            .filter(each -> Answer.isRight(each.getKey().commit(), each.getValue()))
            .count();
  }

  private static int decoys(Map<Answer, CaseFiles.Label> labelled) {
    return (int)
        labelled.entrySet().stream()
            .filter(each -> Answer.blamesDecoy(each.getKey().commit(), each.getValue()))
            .count();
  }

  private static List<String> lines(
      List<Answer> answers, Map<Answer, CaseFiles.Label> labelled, boolean perCase) {
    List<String> lines = new ArrayList<>();
    double slowest = answers.stream().mapToDouble(Answer::millis).max().orElse(0);
    double median =
        answers.stream()
            .mapToDouble(Answer::millis)
            .sorted()
            .skip(answers.size() / 2)
            .findFirst()
            .orElse(0);
    lines.add(
        String.format(
            Locale.ROOT,
            "RootCauseBench: %d cases; processor time a case: median %.0f ms, most %.0f ms",
            answers.size(),
            median,
            slowest));
    lines.add("");
    if (labelled.isEmpty()) {
      lines.add("No ground_truth.json is there, so there are answers and no score.");
    } else {
      lines.addAll(table(labelled));
      lines.add("");
      lines.addAll(reliability(labelled));
      if (labelled.size() < answers.size()) {
        lines.add("");
        lines.add((answers.size() - labelled.size()) + " cases have no label and are not scored.");
      }
    }
    if (perCase || labelled.isEmpty()) {
      lines.add("");
      lines.addAll(cases(answers, labelled));
    }
    return lines;
  }

  private static List<String> table(Map<Answer, CaseFiles.Label> labelled) {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "  %-38s %8s  %6s", "answer", "right", "decoys"));
    lines.add(row("aegis", right(labelled), labelled.size(), decoys(labelled)));
    int without = 0;
    int blamed = 0;
    for (Map.Entry<Answer, CaseFiles.Label> each : labelled.entrySet()) {
      without += Answer.isRight(each.getKey().forgetful(), each.getValue()) ? 1 : 0;
      blamed += Answer.blamesDecoy(each.getKey().forgetful(), each.getValue()) ? 1 : 0;
    }
    lines.add(row("aegis, the case's own knowledge forgotten", without, labelled.size(), blamed));
    for (String baseline : Baselines.ALL.keySet()) {
      int right = 0;
      int decoys = 0;
      for (Map.Entry<Answer, CaseFiles.Label> each : labelled.entrySet()) {
        String answer = each.getKey().naive().getOrDefault(baseline, "");
        right += Answer.isRight(answer, each.getValue()) ? 1 : 0;
        decoys += Answer.blamesDecoy(answer, each.getValue()) ? 1 : 0;
      }
      lines.add(row(baseline, right, labelled.size(), decoys));
    }
    return lines;
  }

  private static String row(String name, int right, int n, int decoys) {
    return String.format(Locale.ROOT, "  %-42s %2d/%-2d  %5d", name, right, n, decoys)
        .stripTrailing();
  }

  /** Of the answers stated at some probability, how many were right. */
  private static List<String> reliability(Map<Answer, CaseFiles.Label> labelled) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(Locale.ROOT, "  %-12s %6s  %5s  %6s", "stated", "cases", "right", "mean"));
    for (int bin = 0; bin + 1 < STATED.length; bin++) {
      int n = 0;
      int right = 0;
      double sum = 0;
      for (Map.Entry<Answer, CaseFiles.Label> each : labelled.entrySet()) {
        double stated = each.getKey().probability();
        if (stated >= STATED[bin] && stated < STATED[bin + 1]) {
          n++;
          sum += stated;
          right += Answer.isRight(each.getKey().commit(), each.getValue()) ? 1 : 0;
        }
      }
      if (n > 0) {
        lines.add(
            String.format(
                Locale.ROOT,
                "  %3.0f to %3.0f %% %6d  %5d  %5.0f%%",
                100 * STATED[bin],
                Math.min(100, 100 * STATED[bin + 1]),
                n,
                right,
                100 * sum / n));
      }
    }
    return lines;
  }

  private static List<String> cases(List<Answer> answers, Map<Answer, CaseFiles.Label> labelled) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "  %-" + CASE_WIDTH + "s %-" + SHORT_COMMIT + "s %6s %6s %9s",
            "case",
            "answer",
            "stated",
            "right",
            "forgetful"));
    for (Answer answer : answers) {
      CaseFiles.Label label = labelled.get(answer);
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-" + CASE_WIDTH + "s %-" + SHORT_COMMIT + "s %5.0f%% %6s %9s",
              CleanText.line(answer.name(), CASE_WIDTH),
              CleanText.line(answer.commit(), SHORT_COMMIT),
              100 * answer.probability(),
              label == null ? "?" : Answer.isRight(answer.commit(), label) ? "yes" : "NO",
              label == null ? "?" : Answer.isRight(answer.forgetful(), label) ? "yes" : "no"));
    }
    return lines;
  }
}
