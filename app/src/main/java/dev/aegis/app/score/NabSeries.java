package dev.aegis.app.score;

import java.util.List;

/**
 * One file of the benchmark as a detector may see it: times and values, nothing else. Its name says
 * where its scores belong, and is shown to no detector.
 */
final class NabSeries {
  private final String name;
  private final List<String> times;
  private final long[] epochMillis;
  private final double[] values;

  /**
   * @param name such as {@code realTweets/Twitter_volume_AMZN.csv}
   * @param times as they stand in the file, one a row
   * @param epochMillis the same as numbers
   * @param values one a row
   */
  NabSeries(String name, List<String> times, long[] epochMillis, double[] values) {
    this.name = name;
    this.times = List.copyOf(times);
    this.epochMillis = epochMillis.clone();
    this.values = values.clone();
  }

  String name() {
    return name;
  }

  /** The folder that it lies in. */
  String category() {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  /** Its name without the folder. */
  String file() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  int rows() {
    return values.length;
  }

  String time(int row) {
    return times.get(row);
  }

  long epochMillis(int row) {
    return epochMillis[row];
  }

  double value(int row) {
    return values[row];
  }

  /** The first row of this time; -1 when there is none. */
  int rowOf(long millis) {
    for (int row = 0; row < epochMillis.length; row++) {
      if (epochMillis[row] == millis) {
        return row;
      }
    }
    return -1;
  }
}
