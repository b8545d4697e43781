package dev.aegis.app.score;

import java.util.Arrays;
import java.util.List;

/**
 * The benchmark's score of a whole corpus: 0 for a detector that never speaks, 100 for one that
 * speaks at the start of every window and nowhere else. In a window only the detection that is
 * worth most counts. A row is a detection when its score is at least the threshold; one threshold
 * holds for the whole corpus.
 */
final class NabScorer {
  private final List<NabRuler> rulers;
  private final List<double[]> scores;

  /**
   * A score and what it was reached with.
   *
   * @param value 100 is perfect, 0 is silence; has no lower bound
   * @param threshold at or above which a row was a detection
   */
  record Result(double value, double threshold) {}

  /**
   * @param rulers one a file
   * @param scores in the same order, one a row
   */
  NabScorer(List<NabRuler> rulers, List<double[]> scores) {
    if (rulers.size() != scores.size()) {
      throw new IllegalArgumentException(
          "expected scores of " + rulers.size() + " files, found " + scores.size());
    }
    for (int file = 0; file < rulers.size(); file++) {
      if (rulers.get(file).rows() != scores.get(file).length) {
        throw new IllegalArgumentException(
            "expected " + rulers.get(file).rows() + " scores, found " + scores.get(file).length);
      }
    }
    this.rulers = List.copyOf(rulers);
    this.scores = List.copyOf(scores);
  }

  /** With a threshold that is given. */
  Result at(NabProfile profile, double threshold) {
    Account account = new Account(profile);
    for (int file = 0; file < rulers.size(); file++) {
      for (int row = 0; row < rulers.get(file).rows(); row++) {
        if (scores.get(file)[row] >= threshold) {
          account.detect(file, row);
        }
      }
    }
    return new Result(account.score(), threshold);
  }

  /** With the threshold that gives the highest score; infinite where silence is best. */
  Result best(NabProfile profile) {
    Row[] rows = rowsThatCount();
    Account account = new Account(profile);
    Result best = new Result(account.score(), Double.POSITIVE_INFINITY);
    for (int i = 0; i < rows.length; i++) {
      account.detect(rows[i].file(), rows[i].row());
      boolean lastOfItsScore = i + 1 == rows.length || rows[i + 1].score() != rows[i].score();
      if (lastOfItsScore && account.score() > best.value()) {
        best = new Result(account.score(), rows[i].score());
      }
    }
    return best;
  }

  private Row[] rowsThatCount() {
    int count = 0;
    for (NabRuler ruler : rulers) {
      count += ruler.rows();
    }
    Row[] rows = new Row[count];
    int size = 0;
    for (int file = 0; file < rulers.size(); file++) {
      for (int row = 0; row < rulers.get(file).rows(); row++) {
        if (rulers.get(file).counts(row)) {
          rows[size++] = new Row(file, row, scores.get(file)[row]);
        }
      }
    }
    Row[] counting = Arrays.copyOf(rows, size);
    Arrays.sort(counting, (a, b) -> Double.compare(b.score(), a.score()));
    return counting;
  }

  /**
   * What a threshold does in one file.
   *
   * @param hits windows with a detection
   * @param falseAlarms detections outside of windows
   */
  record Tally(int hits, int falseAlarms) {}

  /** Counts detections of one file. */
  static Tally tally(NabRuler ruler, double[] scores, double threshold) {
    boolean[] hit = new boolean[ruler.windows()];
    int hits = 0;
    int falseAlarms = 0;
    for (int row = 0; row < scores.length; row++) {
      int window = ruler.windowOf(row);
      if (!ruler.counts(row) || scores[row] < threshold) {
        continue;
      }
      if (window < 0) {
        falseAlarms++;
      } else if (!hit[window]) {
        hit[window] = true;
        hits++;
      }
    }
    return new Tally(hits, falseAlarms);
  }

  private record Row(int file, int row, double score) {}

  /** What the detections so far come to. */
  private final class Account {
    private final NabProfile profile;
    private final double[][] hits;
    private final double silence;
    private final double perfect;
    private double sum;

    Account(NabProfile profile) {
      this.profile = profile;
      hits = new double[rulers.size()][];
      int windows = 0;
      for (int file = 0; file < hits.length; file++) {
        hits[file] = new double[rulers.get(file).windows()];
        Arrays.fill(hits[file], -profile.miss());
        windows += hits[file].length;
      }
      silence = -profile.miss() * windows;
      perfect = profile.hit() * windows;
      sum = silence;
    }

    void detect(int file, int row) {
      NabRuler ruler = rulers.get(file);
      if (!ruler.counts(row)) {
        return;
      }
      int window = ruler.windowOf(row);
      if (window < 0) {
        sum += profile.falseAlarm() * ruler.worth(row);
        return;
      }
      double before = hits[file][window];
      hits[file][window] = Math.max(before, profile.hit() * ruler.worth(row));
      sum += hits[file][window] - before;
    }

    double score() {
      return perfect == silence ? 0 : 100 * (sum - silence) / (perfect - silence);
    }
  }
}
