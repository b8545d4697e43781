package dev.aegis.lab.command;

import dev.aegis.app.cli.Streams;
import dev.aegis.lab.fault.yaml.ShippedFaults;
import dev.aegis.lab.score.Baseline;
import dev.aegis.lab.score.Opinion;
import dev.aegis.lab.score.Pair;
import dev.aegis.room.Action;
import dev.aegis.room.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The replay's verdicts beside those of the baselines, for the faults it was tuned on and for those
 * held out apart.
 *
 * @param all every pair, as the summary counts them
 * @param groups tuned and held out, those that have pairs
 * @param withoutEvidence pairs whose recording is gone, of which the baselines can say nothing
 */
record Scoreboard(Confusion all, List<Group> groups, int withoutEvidence) {
  /**
   * Faults that are scored together.
   *
   * @param title for people
   * @param key for machines
   * @param verdicts the replay's
   * @param judges the replay first
   */
  record Group(String title, String key, Confusion verdicts, List<Judge> judges) {}

  /**
   * Who judged.
   *
   * @param title for people, at most ten characters
   * @param key for machines
   * @param pairs with this judge's opinions
   */
  record Judge(String title, String key, List<Pair> pairs) {}

  /**
   * Scores the lines, and reads their evidence for the baselines.
   *
   * @param matrix the file that they are of
   */
  static Scoreboard of(List<MatrixLine> lines, Path matrix) {
    Confusion all = Confusion.of(lines);
    Map<String, Boolean> heldOut = new TreeMap<>();
    all.pairs().forEach(line -> heldOut.computeIfAbsent(line.fault(), Scoreboard::isHeldOut));
    List<MatrixLine> readable =
        all.pairs().stream().filter(line -> RecordedIncident.exists(line, matrix)).toList();
    List<Group> groups =
        Stream.of(false, true)
            .map(apart -> group(apart, linesOf(all.pairs(), heldOut, apart), readable, matrix))
            .filter(group -> !group.verdicts().pairs().isEmpty())
            .toList();
    return new Scoreboard(all, groups, all.pairs().size() - readable.size());
  }

  /** A fault whose file is gone counts as tuned: nobody can show any more that it was held out. */
  private static boolean isHeldOut(String fault) {
    boolean known = ShippedFaults.ids().contains(fault) || Files.isRegularFile(Path.of(fault));
    return known && ShippedFaults.of(fault).heldOut();
  }

  private static List<MatrixLine> linesOf(
      List<MatrixLine> lines, Map<String, Boolean> heldOut, boolean apart) {
    return lines.stream()
        .filter(line -> heldOut.getOrDefault(line.fault(), false) == apart)
        .toList();
  }

  private static Group group(
      boolean heldOut, List<MatrixLine> lines, List<MatrixLine> readable, Path matrix) {
    List<Judge> judges = new ArrayList<>();
    judges.add(new Judge("Aegis", "aegis", lines.stream().map(Scoreboard::pair).toList()));
    judges.addAll(baselines(lines.stream().filter(readable::contains).toList(), matrix));
    return new Group(
        heldOut ? "held out" : "tuned", heldOut ? "heldOut" : "tuned", Confusion.of(lines), judges);
  }

  /** One recording is held at a time; each baseline sees it. */
  private static List<Judge> baselines(List<MatrixLine> lines, Path matrix) {
    List<Judge> judges =
        Baseline.all().stream().map(b -> new Judge(b.title(), b.key(), new ArrayList<>())).toList();
    for (MatrixLine line : lines) {
      RecordedIncident incident = RecordedIncident.of(line, matrix);
      Optional<Action> action = incident.action(line);
      for (int i = 0; action.isPresent() && i < judges.size(); i++) {
        Opinion opinion =
            Baseline.all()
                .get(i)
                .judge(action.get(), incident.telemetry(), incident.profile(), incident.now());
        judges.get(i).pairs().add(pair(line).judged(opinion));
      }
    }
    return judges;
  }

  private static Pair pair(MatrixLine line) {
    return new Pair(
        line.fault(),
        new Opinion(
            Verdict.valueOf(line.verdict()),
            line.forecastP99Millis(),
            line.bandLowMillis(),
            line.bandHighMillis()),
        line.outcome().equals(MatrixLine.FIXED),
        line.measuredP99Millis());
  }

  void print(Streams streams, boolean json) {
    if (json) {
      ObjectNode line = JsonMapper.shared().createObjectNode();
      ObjectNode summary = line.putObject("summary");
      all.write(summary);
      ScoreJson.write(this, summary);
      streams.data().println(JsonMapper.shared().writeValueAsString(line));
    } else {
      ScoreText.lines(this).forEach(streams.out()::println);
    }
  }
}
