package dev.aegis.app.live;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.live.MetricNames.Dimension;
import dev.aegis.app.live.MetricNames.Part;
import dev.aegis.app.scrape.Sample;
import dev.aegis.app.scrape.Scrape;
import dev.aegis.app.scrape.SeriesName;
import dev.aegis.app.scrape.Target;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what every process had counted when it was read before, and so tells what was added. A
 * counter that fell, and every counter of a process that started since, began at zero; so did a
 * series that a known process shows for the first time, since processes show a status when it first
 * happens. Of a process that nobody knows the first reading tells no additions, unless it started
 * after the scrape before. A reading that is as old as the one before, of a process that is read
 * less often than the others, says again what that one said.
 */
final class CounterMemory {
  private static final double SAME_START_SECONDS = 0.5;
  private static final int SPARE = 256;

  private final MetricNames names;
  private final Map<String, Part> parts;
  private final Duration forgetAfter;
  private final Map<URI, Memory> memories = new HashMap<>();
  private UnaryOperator<String> hidden = UnaryOperator.identity();
  private @Nullable Instant before;

  CounterMemory(MetricNames names, Duration forgetAfter) {
    this.names = names;
    this.parts = names.parts();
    this.forgetAfter = forgetAfter;
  }

  /** What becomes of the names of dependencies. */
  void hiding(UnaryOperator<String> names) {
    hidden = names;
  }

  /** One process. */
  private static final class Memory {
    private Instant at = Instant.MIN;
    private double start = Double.NaN;
    private int round;
    private final Map<SeriesName, Tracked> series = new HashMap<>();
    private List<Tally> said = List.of();
    private Place place = new Place("", "", "", "");

    /** The same object for the same place as the series before, which is nearly always so. */
    Place same(Place next) {
      place = place.equals(next) ? place : next;
      return place;
    }
  }

  /** One series of it, resolved once; {@code part} is {@code null} where nobody asks for it. */
  private static final class Tracked {
    private final @Nullable Part part;
    private final Place place;
    private final Tally.Detail detail;
    private final double bound;
    private double last;
    private int round;

    Tracked(@Nullable Part part, Place place, Tally.Detail detail, double bound) {
      this.part = part;
      this.place = place;
      this.detail = detail;
      this.bound = bound;
    }
  }

  /** What everyone who answered has to say, by process and place. */
  List<Tally> read(Scrape scrape) {
    memories.values().removeIf(m -> m.at.plus(forgetAfter).isBefore(scrape.at()));
    List<Tally> tallies = new ArrayList<>();
    for (Scrape.Answer answer : scrape.answers()) {
      tallies.addAll(read(answer));
    }
    before = scrape.at();
    return tallies;
  }

  private List<Tally> read(Scrape.Answer answer) {
    URI who = answer.target().metrics();
    Memory memory = memories.get(who);
    if (memory != null && memory.at.equals(answer.at())) {
      return memory.said;
    }
    double start = start(answer);
    boolean restarted = memory != null && Math.abs(memory.start - start) > SAME_START_SECONDS;
    Instant from = memory == null ? before : memory.at;
    boolean counted = from != null && ((memory != null && !restarted) || startedAfter(start, from));
    double seconds = from != null && counted ? seconds(from, answer.at()) : Double.NaN;
    if (memory == null || restarted) {
      memory = new Memory();
      memories.put(who, memory);
    }
    memory.at = answer.at();
    memory.start = start;
    memory.round++;
    memory.said = additions(answer, memory, seconds > 0 ? seconds : Double.NaN);
    return memory.said;
  }

  private List<Tally> additions(Scrape.Answer answer, Memory memory, double seconds) {
    Map<Place, Tally> tallies = new HashMap<>();
    Tally tally = new Tally(memory.place, seconds);
    for (Sample sample : answer.exposition().samples()) {
      Tracked tracked =
          memory.series.computeIfAbsent(sample.series(), s -> tracked(answer.target(), s, memory));
      tracked.round = memory.round;
      Part part = tracked.part;
      if (part != null && Double.isFinite(sample.value())) {
        if (tallies.isEmpty() || !tally.place().equals(tracked.place)) {
          tally = tallies.computeIfAbsent(tracked.place, p -> new Tally(p, seconds));
        }
        add(tally, tracked, part, sample.value());
      }
    }
    if (memory.series.size() > 2 * answer.exposition().samples().size() + SPARE) {
      memory.series.values().removeIf(t -> t.round != memory.round);
    }
    return List.copyOf(tallies.values());
  }

  private static void add(Tally tally, Tracked tracked, Part part, double value) {
    if (part.fact().kind() == Fact.Kind.GAUGE) {
      tally.add(part.fact(), tracked.detail, value);
      return;
    }
    double added = value >= tracked.last ? value - tracked.last : value;
    tracked.last = value;
    if (Double.isNaN(tally.seconds())) {
      tally.mark(part.fact());
      return;
    }
    switch (part.piece()) {
      case VALUE -> tally.add(part.fact(), tracked.detail, added);
      case BUCKET -> tally.addUpTo(part.fact(), tracked.detail, tracked.bound, added);
      case SUM -> tally.addSum(part.fact(), tracked.detail, added);
      case COUNT -> tally.addCount(part.fact(), tracked.detail, added);
    }
  }

  private double start(Scrape.Answer answer) {
    String name = names.metrics().getOrDefault(Fact.START_TIME, "");
    for (Sample sample : answer.exposition().samples()) {
      if (sample.series().name().equals(name)) {
        return sample.value();
      }
    }
    return Double.NaN;
  }

  private Tracked tracked(Target target, SeriesName series, Memory memory) {
    Part part = parts.get(series.name());
    double bound = Double.NaN;
    if (part != null && part.piece() == MetricNames.Piece.BUCKET) {
      bound = bound(series.label("le"));
      part = Double.isNaN(bound) ? null : part;
    }
    Place place =
        memory.same(
            new Place(
                text(target, series, Dimension.SERVICE),
                text(target, series, Dimension.REGION),
                text(target, series, Dimension.VERSION),
                text(target, series, Dimension.POD)));
    Tally.Detail detail =
        new Tally.Detail(
            series.label(names.label(Dimension.STATUS)),
            part == null ? "" : detail(part.fact(), series));
    return new Tracked(part, place, detail, bound);
  }

  /** What a process says about itself counts more than what the discovery says about it. */
  private String text(Target target, SeriesName series, Dimension dimension) {
    String label = names.label(dimension);
    String said = series.label(label);
    return CleanText.name(said.isEmpty() ? target.label(label) : said);
  }

  private String detail(Fact fact, SeriesName series) {
    return switch (fact) {
      case POOL_IN_USE, POOL_LIMIT, POOL_WAITING -> series.label(names.label(Dimension.POOL));
      case DEPENDENCY_DURATION, SPAN_CLIENT_DURATION ->
          hidden.apply(series.label(names.label(Dimension.DEPENDENCY)));
      case CLIENT_REQUESTS, CLIENT_DURATION -> series.label(names.label(Dimension.ATTEMPT));
      case SERVER_REQUESTS,
          SERVER_DURATION,
          SPAN_SERVER_DURATION,
          SLOTS,
          SLOTS_BUSY,
          QUEUE,
          REFUSED,
          HEAP_LIMIT,
          HEAP_AFTER_GC,
          GC_SECONDS,
          THREADS,
          CPU_SECONDS,
          START_TIME,
          LOG_FAILURES,
          READY ->
          "";
    };
  }

  /** NaN where the label is no bound: such a bucket is left out. */
  private static double bound(String le) {
    try {
      return le.equals("+Inf") || le.equals("Inf")
          ? Double.POSITIVE_INFINITY
          : Double.parseDouble(le);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static boolean startedAfter(double startSeconds, Instant at) {
    return startSeconds * 1e3 >= at.toEpochMilli();
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
