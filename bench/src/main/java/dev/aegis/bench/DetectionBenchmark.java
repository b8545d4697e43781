package dev.aegis.bench;

import dev.aegis.surprise.ChangePoint;
import dev.aegis.surprise.Ensemble;
import dev.aegis.surprise.StreamDetector;
import dev.aegis.surprise.ZScore;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one point of one series costs each streaming detector, on one core. The series has a daily
 * course, noise, and one point in a thousand that is wild; it goes on for ever, so that what is
 * measured is a detector that has settled.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class DetectionBenchmark {
  private static final int POINTS = 1 << 16;
  private static final long STEP_MILLIS = 300_000;
  private static final double POINTS_A_DAY = 288;

  private final double[] values = new double[POINTS];
  private final ZScore zScore = new ZScore();
  private final ChangePoint changePoint = new ChangePoint();
  private final Ensemble ensemble = new Ensemble();
  private long millis;

  /** Makes the series. */
  @Setup
  public void lay() {
    Random random = new Random(7);
    for (int i = 0; i < POINTS; i++) {
      double daily = 20 * Math.sin(2 * Math.PI * i / POINTS_A_DAY);
      double wild = random.nextInt(1000) == 0 ? 300 : 0;
      values[i] = 100 + daily + 5 * random.nextGaussian() + wild;
    }
  }

  @Benchmark
  @OperationsPerInvocation(POINTS)
  public double zScore() {
    return run(zScore);
  }

  @Benchmark
  @OperationsPerInvocation(POINTS)
  public double changePoint() {
    return run(changePoint);
  }

  @Benchmark
  @OperationsPerInvocation(POINTS)
  public double ensemble() {
    return run(ensemble);
  }

  private double run(StreamDetector detector) {
    double sum = 0;
    for (double value : values) {
      millis += STEP_MILLIS;
      sum += detector.offer(millis, value);
    }
    return sum;
  }
}
