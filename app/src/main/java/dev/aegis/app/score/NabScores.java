package dev.aegis.app.score;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes what a detector said in the benchmark's own form, so that others can score it: {@code
 * DETECTOR/CATEGORY/DETECTOR_FILE.csv} with a time and an anomaly score a row.
 */
final class NabScores {
  private NabScores() {}

  /**
   * Writes one file a series; what is there already is replaced.
   *
   * @param folder made where there is none
   * @param detector its name in the benchmark
   * @param scores one a row, in the order of the series
   * @throws CommandFailure when that fails
   */
  static void write(Path folder, String detector, List<NabSeries> series, List<double[]> scores) {
    try {
      for (int file = 0; file < series.size(); file++) {
        write(folder, detector, series.get(file), scores.get(file));
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected to write scores into " + folder + ", found " + e + "; choose another folder",
          e);
    }
  }

  private static void write(Path folder, String detector, NabSeries series, double[] scores)
      throws IOException {
    Path category = folder.resolve(detector).resolve(series.category());
    Files.createDirectories(category);
    try (BufferedWriter out =
        Files.newBufferedWriter(category.resolve(detector + "_" + series.file()))) {
      out.write("timestamp,anomaly_score\n");
      for (int row = 0; row < scores.length; row++) {
        out.write(series.time(row) + "," + scores[row] + "\n");
      }
    }
  }
}
