package dev.aegis.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Series that are no measure with noise around a level, that nobody made a promise about, a point a
 * minute for thirty days, ten of each: quiet ones open hardly a room, and what is odd in its kind
 * does.
 */
class QuietKindsTest {
  private static final int MINUTES = 30 * 24 * 60;

  /** At noon. */
  private static final int FAULT = (25 * 24 + 12) * 60;

  private static final int LASTS = 60;
  private static final int SEEDS = 10;
  private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

  /** How a series runs, and what goes wrong with it at last. */
  enum Shape {
    /** A few errors an hour; then several a minute. */
    SPARSE {
      @Override
      double next(Course course, boolean fault) {
        return course.count(fault ? 8 : 0.03);
      }
    },
    /** Jobs that fail by the dozen, twice a day; then without end. */
    SPARSE_IN_GUSTS {
      @Override
      double next(Course course, boolean fault) {
        course.level = course.chance(0.0014) ? 12 : 0.7 * course.level;
        return course.count(fault ? 120 : course.level < 0.2 ? 0 : course.level);
      }
    },
    /** Bytes sent since the process began, which is twice a week; then four times as many. */
    COUNTER {
      @Override
      double next(Course course, boolean fault) {
        double rate = 1_000 * course.dayAndNight() * (1 + 0.1 * course.random.nextGaussian());
        course.level = course.minute % 5_000 == 4_999 ? 0 : course.level;
        course.level += 60 * Math.max(0, rate) * (fault ? 4 : 1);
        return course.level;
      }
    },
    /** All checks pass, but for one now and then; then a third of them fails. */
    BOUNDED {
      @Override
      double next(Course course, boolean fault) {
        return 100 - (fault ? 30 + course.count(5) : course.count(0.02) * 0.5);
      }
    },
    /** A share that is nearly all and cannot be more; then half. */
    NEAR_ITS_BOUND {
      @Override
      double next(Course course, boolean fault) {
        double missing = 0.02 * Math.exp(0.8 * course.random.nextGaussian());
        return Math.max(0, 1 - missing - (fault ? 0.5 : 0));
      }
    },
    /** A figure that somebody changes once in two weeks; then it flaps. */
    CONSTANT {
      @Override
      double next(Course course, boolean fault) {
        course.level = course.minute % 20_000 == 19_999 ? 1 - course.level : course.level;
        return fault ? course.random.nextInt(4) : 6 + course.level;
      }
    };

    abstract double next(Course course, boolean fault);
  }

  /** Where a series is. */
  static final class Course {
    final SplittableRandom random;
    int minute;
    double level;

    Course(long seed) {
      random = new SplittableRandom(seed);
    }

    boolean chance(double probability) {
      return random.nextDouble() < probability;
    }

    double dayAndNight() {
      return 1 - 0.6 * Math.cos(2 * Math.PI * minute / 1440);
    }

    /** Of a Poisson distribution (Knuth). */
    double count(double mean) {
      double product = random.nextDouble();
      int count = 0;
      while (product > Math.exp(-mean)) {
        product *= random.nextDouble();
        count++;
      }
      return count;
    }
  }

  @ParameterizedTest
  @EnumSource
  void openAtMostOneRoomAMonthAndSeriesWhileTheyAreWell(Shape shape) {
    int rooms = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      rooms += alerts(shape, seed, MINUTES, MINUTES).size();
    }
    assertThat(rooms).as("rooms of %d series in a month", SEEDS).isLessThanOrEqualTo(SEEDS);
  }

  @ParameterizedTest
  @EnumSource
  void openARoomWithinTenMinutesWhenTheyAreNot(Shape shape) {
    int soon = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      Instant from = Instant.ofEpochMilli(START + FAULT * 60_000L);
      Instant to = from.plusSeconds(600);
      soon +=
          alerts(shape, seed, FAULT, FAULT + LASTS).stream()
                  .anyMatch(a -> !a.detectedAt().isBefore(from) && a.detectedAt().isBefore(to))
              ? 1
              : 0;
    }
    assertThat(soon).as("faults found, of %d", SEEDS).isGreaterThanOrEqualTo(SEEDS - 1);
  }

  private static List<Alert> alerts(Shape shape, long seed, int faultFrom, int faultTo) {
    Course course = new Course(seed);
    long[] times = new long[MINUTES];
    double[] values = new double[MINUTES];
    for (int i = 0; i < MINUTES; i++) {
      course.minute = i;
      times[i] = START + i * 60_000L;
      values[i] = shape.next(course, i >= faultFrom && i < faultTo);
    }
    SeriesKey key = SeriesKey.of(new Metric("figure"), "checkout-api", "");
    Slo nothing = new Slo(Double.POSITIVE_INFINITY, 0.5);
    Telemetry telemetry =
        new Telemetry(List.of(new Series(key, times, values)), List.of(), List.of());
    return new Watch(ServiceProfile.undeclared("checkout-api", nothing)).read(telemetry);
  }
}
