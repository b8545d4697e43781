package dev.aegis.surprise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class WindowShapesTest {
  private static final int WINDOW = 30;
  private static final int PARTS = 5;
  private static final int ROOM = 16;
  private static final double NEW = 13.3;
  private static final double PSEUDO_COUNT = 0.5;

  /** The definition, with every sum worked out anew at every point. */
  private static final class Plainly {
    private final List<Integer> window = new ArrayList<>();
    private final List<double[]> known = new ArrayList<>();
    private final List<Integer> met = new ArrayList<>();
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    double offer(double value) {
      low = Math.min(low, value);
      high = Math.max(high, value);
      window.add(high > low ? (int) Math.min(4, (value - low) / (high - low) * PARTS) : 0);
      if (window.size() > WINDOW) {
        window.removeFirst();
      }
      if (window.size() < WINDOW) {
        return 0;
      }
      int nearest = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < known.size(); i++) {
        if (distance(known.get(i)) < least) {
          least = distance(known.get(i));
          nearest = i;
        }
      }
      if (nearest < 0 || least > NEW) {
        remember();
        return nearest < 0 ? 0 : least;
      }
      met.set(nearest, met.get(nearest) + 1);
      for (int part = 0; part < PARTS; part++) {
        known.get(nearest)[part] += (share(part) - known.get(nearest)[part]) / WINDOW;
      }
      return least;
    }

    private void remember() {
      double[] shares = new double[PARTS];
      for (int part = 0; part < PARTS; part++) {
        shares[part] = share(part);
      }
      if (known.size() < ROOM) {
        known.add(shares);
        met.add(1);
        return;
      }
      int least = 0;
      for (int i = 1; i < ROOM; i++) {
        least = met.get(i) < met.get(least) ? i : least;
      }
      known.set(least, shares);
      met.set(least, 1);
    }

    private double share(int part) {
      return (count(part) + PSEUDO_COUNT) / (WINDOW + PSEUDO_COUNT * PARTS);
    }

    private double distance(double[] shares) {
      double sum = 0;
      for (int part = 0; part < PARTS; part++) {
        double own = count(part) / (double) WINDOW;
        sum += own == 0 ? 0 : own * Math.log(own / shares[part]);
      }
      return 2 * WINDOW * sum;
    }

    private long count(int part) {
      return window.stream().filter(p -> p == part).count();
    }
  }

  @RepeatedTest(10)
  void keepsItsSumsAsIfTheyWereWorkedOutAnew(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    WindowShapes shapes = new WindowShapes();
    Plainly plainly = new Plainly();
    double level = 0;
    int fresh = 0;
    for (int i = 0; i < 5_000; i++) {
      level = random.nextInt(40) == 0 ? 4 * random.nextGaussian() : level;
      double value = level + random.nextGaussian();
      double expected = plainly.offer(value);
      fresh += expected > NEW ? 1 : 0;
      assertThat(shapes.offer(value))
          .as("seed %d, point %d", seed, i)
          .isEqualTo(expected, within(1e-9));
    }
    assertThat(fresh).as("windows like none before, seed %d", seed).isGreaterThan(ROOM);
  }

  @Test
  void isFarFromAllThatItKnowsWhenValuesComeInNewProportions() {
    Random random = new Random(8);
    WindowShapes shapes = new WindowShapes();
    double usually = 0;
    for (int i = 0; i < 2_000; i++) {
      double distance = shapes.offer(random.nextDouble());
      usually = i > 1_000 ? Math.max(usually, distance) : 0;
    }
    double most = 0;
    for (int i = 0; i < 30; i++) {
      most = Math.max(most, shapes.offer(random.nextBoolean() ? 0.01 : 0.99));
    }
    assertThat(usually).isLessThan(NEW);
    assertThat(most).isGreaterThan(NEW);
  }
}
