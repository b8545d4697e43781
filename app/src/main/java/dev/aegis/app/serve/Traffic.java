package dev.aegis.app.serve;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What Aegis counts of itself, by name and label. Thread-safe. */
final class Traffic {
  private static final int STATUS_CLASS = 100;

  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private final Map<String, Long> gauges = new ConcurrentSkipListMap<>();
  private final List<Supplier<Map<String, Long>>> further = new CopyOnWriteArrayList<>();
  private final Consumer<String> notices;

  Traffic(Consumer<String> notices) {
    this.notices = notices;
  }

  /** Adds to a counter whose name may have labels, such as {@code a_total{kind="x"}}. */
  void add(String name, long many) {
    counts.computeIfAbsent(name, _ -> new LongAdder()).add(many);
  }

  /** Sets what goes up and down, under a name that may have labels. */
  void set(String name, long value) {
    gauges.put(name, value);
  }

  /** From now on these are asked for further values whenever somebody looks. */
  void asking(Supplier<Map<String, Long>> values) {
    further.add(values);
  }

  void answered(int status) {
    add("aegis_http_answers_total{status=\"" + status / STATUS_CLASS + "xx\"}", 1);
  }

  void overloaded() {
    add("aegis_http_overloaded_total", 1);
  }

  void failed(RuntimeException failure) {
    add("aegis_http_failures_total", 1);
    notices.accept("a request could not be answered: " + failure);
  }

  /** Tells whoever looks after this process. */
  void tell(String sentence) {
    notices.accept(sentence);
  }

  /** Every counter and gauge with its value, by name. */
  Map<String, Long> values() {
    Map<String, Long> values = new TreeMap<>(gauges);
    counts.forEach((name, count) -> values.put(name, count.sum()));
    further.forEach(each -> values.putAll(each.get()));
    return values;
  }
}
