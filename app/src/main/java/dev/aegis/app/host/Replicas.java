package dev.aegis.app.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntFunction;

/** Runs replications on every processor of the machine. Safe for use by several threads. */
public final class Replicas implements AutoCloseable {
  private final ExecutorService threads;

  /**
   * @param parallel replications that run at the same time
   */
  public Replicas(int parallel) {
    this(parallel, Thread.ofPlatform().daemon().name("replica-", 0).factory());
  }

  private Replicas(int parallel, ThreadFactory factory) {
    this.threads = Executors.newFixedThreadPool(parallel, factory);
  }

  /**
   * One thread a processor, each yielding to everything else on the machine: judging must not
   * disturb what is judged.
   */
  public static Replicas inTheBackground() {
    ThreadFactory plain = Thread.ofPlatform().daemon().name("replica-", 0).factory();
    return new Replicas(
        Runtime.getRuntime().availableProcessors(),
        task ->
            plain.newThread(() -> {
              Niceness.lowerThisThread();
              task.run();
            }));
  }

  /** One thread a processor. */
  public static Replicas onAllProcessors() {
    return new Replicas(Runtime.getRuntime().availableProcessors());
  }

  /**
   * The results of the replications {@code from} to before {@code to}, in the order of their
   * numbers.
   *
   * @throws RuntimeException what a replication threw
   */
  public <T> List<T> run(int from, int to, IntFunction<T> replication) {
    List<Callable<T>> tasks = new ArrayList<>();
    for (int i = from; i < to; i++) {
      int number = i;
      tasks.add(() -> replication.apply(number));
    }
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while replicating", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
