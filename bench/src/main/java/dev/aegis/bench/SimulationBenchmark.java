package dev.aegis.bench;

import dev.aegis.twin.Call;
import dev.aegis.twin.ServiceModel;
import dev.aegis.twin.ServiceSimulation;
import dev.aegis.twin.Steps;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of the replay's kernel for one simulated request, from arrival to answer, in the story's
 * service: six pods of twenty slots, a leak or none.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SimulationBenchmark {
  private static final int SECONDS = 100;
  private static final int PER_SECOND = 900;

  /** What each request leaves on the heap, as a share of its limit. */
  @Param({"0", "5e-5"})
  public double leakPerRequest;

  @Benchmark
  @OperationsPerInvocation(SECONDS * PER_SECOND)
  public long request() {
    ServiceSimulation simulation = new ServiceSimulation(model(leakPerRequest), 42, 0);
    simulation.advanceTo(SECONDS);
    return simulation.arrivals();
  }

  private static ServiceModel model(double leak) {
    ServiceModel.Region region =
        new ServiceModel.Region(
            "us-east-1",
            6,
            12,
            "v1",
            Double.NaN,
            Steps.constant(PER_SECOND),
            List.of(Call.to("payments", new Call.Phase(0, 28, 0.4, 0, 0))));
    return new ServiceModel(
        "checkout-api",
        20,
        150,
        4,
        45,
        30,
        20,
        70,
        0.45,
        0.1,
        List.of(region),
        List.of(new ServiceModel.Version("v1", 1, 0.0005, 0.3, leak, 0)),
        Map.of());
  }
}
