package dev.aegis.app.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The scorer against what published detectors got, where the benchmark lies on this machine. */
class NabFixtureTest {
  private static final double EXACT = 0.01;

  @ParameterizedTest
  @CsvSource({
    "windowedGaussian, 34.42",
    "relativeEntropy, 64.02",
    "randomCutForest, 43.07",
    "numenta, 73.81",
    "null, 0"
  })
  void givesPublishedDetectorsTheirScores(String detector, double expected) throws IOException {
    String data = System.getenv().getOrDefault("AEGIS_DATA", "");
    assumeTrue(
        !data.isEmpty(),
        "the benchmark does not lie here; AEGIS_DATA names the folder that nab lies in");
    Path folder = Path.of(data, "nab");
    assumeTrue(
        Files.isDirectory(folder.resolve("results")),
        folder + " has no results of published detectors; unpack all archives there");
    NabFiles files = new NabFiles(folder);
    List<NabSeries> series = files.series();
    Map<String, List<NabWindow>> windows = files.windows(series);
    List<NabRuler> rulers = new ArrayList<>();
    List<double[]> scores = new ArrayList<>();
    for (NabSeries each : series) {
      rulers.add(new NabRuler(each.rows(), windows.getOrDefault(each.name(), List.of())));
      scores.add(scores(folder, detector, each));
    }

    NabScorer.Result result =
        new NabScorer(rulers, scores).at(NabProfile.STANDARD, threshold(folder, detector));

    assertThat(result.value()).isEqualTo(expected, within(EXACT));
  }

  private static double threshold(Path folder, String detector) throws IOException {
    JsonNode thresholds =
        JsonMapper.shared()
            .readTree(Files.readString(folder.resolve("config").resolve("thresholds.json")));
    return thresholds.path(detector).path("standard").path("threshold").asDouble();
  }

  private static double[] scores(Path folder, String detector, NabSeries series)
      throws IOException {
    Path file =
        folder
            .resolve("results")
            .resolve(detector)
            .resolve(series.category())
            .resolve(detector + "_" + series.file());
    return Files.readAllLines(file).stream()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[1]))
        .toArray();
  }
}
