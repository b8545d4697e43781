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
        "How large the heap may grow.",
        Runtime.getRuntime().maxMemory());
    text.single(
        "jvm_heap_after_gc_bytes",
        "gauge",
        "What was still in use after the newest collection.",
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

  /**
   * The heap as it was after the newest collection of any kind. The old generation changes with
   * collections alone; of the young one counts what its last collection left behind, which is much
   * once the old one is full.
   */
  private double afterCollection() {
    double bytes = 0;
    for (MemoryPoolMXBean pool : pools) {
      boolean old = pool.getName().contains("Old") || pool.getName().contains("Tenured");
      MemoryUsage usage = old ? pool.getUsage() : pool.getCollectionUsage();
      bytes += usage == null ? 0 : usage.getUsed();
    }
    return bytes;
  }
}
