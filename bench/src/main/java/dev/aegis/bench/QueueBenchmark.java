package dev.aegis.bench;

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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import umontreal.ssj.randvar.ExponentialGen;
import umontreal.ssj.rng.LFSR113;
import umontreal.ssj.rng.MRG32k3a;
import umontreal.ssj.rng.RandomStream;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * One queue with sixteen servers at a load of 0.8 and one core: the kernel beside SSJ (L'Ecuyer,
 * Meliani, Vaucher, SSJ: A Framework for Stochastic Simulation in Java, 2002). Requests are two
 * events each. Aegis counts every response in a histogram and draws lognormal service times with a
 * coefficient of variation of 1; SSJ, in its favour, only adds up the waiting and draws exponential
 * ones.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class QueueBenchmark {
  private static final int SERVERS = 16;
  private static final double LOAD = 0.8;
  private static final double SERVICE_SECONDS = 0.05;
  private static final double PER_SECOND = LOAD * SERVERS / SERVICE_SECONDS;
  private static final int REQUESTS = 512_000;

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public long aegisByEvents() {
    return run(new ServiceSimulation(model(), 42, 0).byEvents());
  }

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public long aegis() {
    return run(new ServiceSimulation(model(), 42, 0));
  }

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public double ssj() {
    return new SsjQueue(new MRG32k3a(), new MRG32k3a()).run();
  }

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public double ssjWithItsFasterGenerator() {
    return new SsjQueue(new LFSR113(), new LFSR113()).run();
  }

  private static long run(ServiceSimulation simulation) {
    simulation.advanceTo(REQUESTS / PER_SECOND);
    return simulation.arrivals();
  }

  private static ServiceModel model() {
    ServiceModel.Region region =
        new ServiceModel.Region(
            "here", 1, 1, "v", Double.NaN, Steps.constant(PER_SECOND), List.of());
    return new ServiceModel(
        "queue",
        SERVERS,
        100_000,
        1e6,
        1,
        1,
        0,
        1000 * SERVICE_SECONDS,
        1,
        0,
        List.of(region),
        List.of(new ServiceModel.Version("v", 1, 0, 0, 0, 0)),
        Map.of());
  }

  /** As in the examples of SSJ's guide, without its lists of statistics. */
  private static final class SsjQueue {
    private final Simulator simulator = new Simulator();
    private final ExponentialGen gaps;
    private final ExponentialGen services;
    private final double[] waiting = new double[1 << 17];
    private int head;
    private int size;
    private int busy;
    private int arrived;
    private double waited;

    SsjQueue(RandomStream arrivals, RandomStream work) {
      gaps = new ExponentialGen(arrivals, PER_SECOND);
      services = new ExponentialGen(work, 1 / SERVICE_SECONDS);
    }

    double run() {
      simulator.init();
      new Arrival().schedule(gaps.nextDouble());
      simulator.start();
      return waited;
    }

    private final class Arrival extends Event {
      Arrival() {
        super(simulator);
      }

      @Override
      public void actions() {
        if (++arrived == REQUESTS) {
          simulator.stop();
          return;
        }
        schedule(gaps.nextDouble());
        if (busy < SERVERS) {
          busy++;
          new Departure().schedule(services.nextDouble());
        } else {
          waiting[head + size++ & waiting.length - 1] = simulator.time();
        }
      }
    }

    private final class Departure extends Event {
      Departure() {
        super(simulator);
      }

      @Override
      public void actions() {
        if (size == 0) {
          busy--;
          return;
        }
        waited += simulator.time() - waiting[head];
        head = head + 1 & waiting.length - 1;
        size--;
        schedule(services.nextDouble());
      }
    }
  }
}
