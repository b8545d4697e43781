package dev.aegis.app.score.petshop;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.intake.CleanText;
import dev.aegis.app.score.culprit.Benchmark;
import dev.aegis.app.score.culprit.CaseFile;
import dev.aegis.app.score.culprit.CaseFolder;
import dev.aegis.app.score.culprit.Cells;
import dev.aegis.culprit.Calls;
import dev.aegis.culprit.Scene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * The data set as it lies in a folder: {@code SCENARIO/graph.csv}, {@code
 * SCENARIO/noissue/metrics.csv} where there are normal days, and {@code SCENARIO/SPLIT/ISSUE/} with
 * {@code metrics.csv} and {@code target.json}. Of the latter a ranking gets the symptom alone.
 */
public final class PetShop implements Benchmark {
  private static final String METRICS = "metrics.csv";
  private static final String TARGET = "target.json";
  private static final String GRAPH = "graph.csv";
  private static final String NORMAL = "noissue";
  private static final int SHOWN = 60;

  private final Path folder;
  private final Map<Path, Calls> graphs = new ConcurrentHashMap<>();
  private final Map<Path, Optional<MetricTable>> normal = new ConcurrentHashMap<>();

  /**
   * @param folder that the archives were unpacked into
   */
  public PetShop(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "petshop";
  }

  @Override
  public List<CaseFile> cases() {
    List<CaseFile> cases = new ArrayList<>();
    for (Path scenario : CaseFolder.folders(folder)) {
      if (!Files.isRegularFile(scenario.resolve(GRAPH))) {
        continue;
      }
      boolean usual = Files.isRegularFile(scenario.resolve(NORMAL).resolve(METRICS));
      for (Path split : CaseFolder.folders(scenario)) {
        for (Path issue : CaseFolder.folders(split)) {
          if (Files.isRegularFile(issue.resolve(TARGET))) {
            cases.add(
                new CaseFile(
                    folder.relativize(issue).toString().replace('\\', '/'),
                    usual ? "normal" : "noNormal",
                    () -> scene(scenario, issue)));
          }
        }
      }
    }
    if (cases.isEmpty()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected the data set's folders SCENARIO/SPLIT/ISSUE with "
              + TARGET
              + " below "
              + folder
              + ", found none; unpack its archives into one folder and name that");
    }
    return List.copyOf(cases);
  }

  @Override
  public Optional<Label> label(CaseFile file) {
    JsonNode target = CaseFolder.json(folder.resolve(file.id()).resolve(TARGET), "a JSON object");
    String node = target.path("root_cause").path("node").asString("");
    return node.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Label(
                node,
                node.replaceFirst("_.*", "")
                    + " "
                    + target.path("target").path("metric").asString("")));
  }

  private Scene scene(Path scenario, Path issue) {
    Path file = issue.resolve(TARGET);
    JsonNode target = CaseFolder.json(file, "a JSON object").path("target");
    String node = target.path("node").asString("");
    String metric = target.path("metric").asString("");
    double epochSeconds = target.path("timestamp").asDouble(Double.NaN);
    if (node.isEmpty()
        || !(metric.equals("latency") || metric.equals("availability"))
        || Double.isNaN(epochSeconds)) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          file
              + ": expected target with node, metric (latency or availability) and timestamp,"
              + " found "
              + CleanText.line(target.toString(), SHOWN));
    }
    Calls calls = graphs.computeIfAbsent(scenario.resolve(GRAPH), PetShop::graph);
    Path usual = scenario.resolve(NORMAL).resolve(METRICS);
    Optional<MetricTable> days =
        normal.computeIfAbsent(
            usual,
            path ->
                Files.isRegularFile(path) ? Optional.of(new MetricTable(path)) : Optional.empty());
    return new Issue(new MetricTable(issue.resolve(METRICS)), days, metric, epochSeconds)
        .scene(calls, node);
  }

  private static Calls graph(Path path) {
    List<String> names = new ArrayList<>();
    Map<String, List<String>> callees = new HashMap<>();
    Cells.read(
        path,
        (number, cells) -> {
          if (names.isEmpty()) {
            names.addAll(cells.subList(1, cells.size()));
            return;
          }
          List<String> called = callees.computeIfAbsent(cells.getFirst(), k -> new ArrayList<>());
          for (int i = 1; i < Math.min(cells.size(), names.size() + 1); i++) {
            if (Cells.number(path, number, cells.get(i)) > 0) {
              called.add(names.get(i - 1));
            }
          }
        });
    return new Calls(names, callees);
  }
}
