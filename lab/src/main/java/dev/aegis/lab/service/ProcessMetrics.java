package dev.aegis.lab.service;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the process says of itself. */
final class ProcessMetrics {
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final List<MemoryPoolMXBean> pools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final double startedSeconds =
      ProcessHandle.current()
          .info()
          .startInstant()
          .map(start -> start.toEpochMilli() / 1e3)
          .orElseGet(() -> System.currentTimeMillis() / 1e3);

  void write(MetricText text) {
    text.single(
        "jvm_heap_limit_bytes",
        "gauge",
        "How much may live: the old generation's share of the heap.",
        liveLimit());
    text.single(
        "jvm_heap_after_gc_bytes",
        "gauge",
        "What was still in use after the last collection of the old generation.",
        afterCollection());
    long millis = collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
    text.single("jvm_gc_seconds_total", "counter", "Time spent in collections.", millis / 1e3);
    text.single("jvm_threads", "gauge", "Platform threads.", threads.getThreadCount());
    Optional<Duration> cpu = ProcessHandle.current().info().totalCpuDuration();
    text.single(
        "process_cpu_seconds_total",
        "counter",
        "CPU time used.",
        cpu.map(d -> d.toNanos() / 1e9).orElse(0.0));
    text.single(
        "process_start_time_seconds", "gauge", "Start, in seconds of the epoch.", startedSeconds);
  }

  /** Objects that live on end in the old generation, and there is no room for more of them. */
  private double liveLimit() {
    return pools.stream()
        .filter(ProcessMetrics::isOld)
        .mapToDouble(pool -> pool.getUsage().getMax())
        .filter(max -> max > 0)
        .findFirst()
        .orElse(Runtime.getRuntime().maxMemory());
  }

  private static boolean isOld(MemoryPoolMXBean pool) {
    return pool.getName().contains("Old") || pool.getName().contains("Tenured");
  }

  /** The old generation after its last collection; all of the heap while that had none. */
  private double afterCollection() {
    double all = 0;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage usage = pool.getCollectionUsage();
      long used = usage == null ? 0 : usage.getUsed();
      if (isOld(pool)) {
        if (used > 0) {
          return used;
        }
        all += pool.getUsage().getUsed();
      } else {
        all += used;
      }
    }
    return all;
  }
}
