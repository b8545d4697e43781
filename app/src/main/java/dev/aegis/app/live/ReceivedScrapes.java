package dev.aegis.app.live;

import dev.aegis.app.scrape.Exposition;
import dev.aegis.app.scrape.Sample;
import dev.aegis.app.scrape.Scrape;
import dev.aegis.app.scrape.SeriesName;
import dev.aegis.app.scrape.Target;
import dev.aegis.app.series.SeriesTable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the series table as if every process that is in it had just been scraped. Samples belong to
 * the process that their labels {@code job} and {@code instance} name, as Prometheus and the
 * OpenTelemetry collector write them. A process counts as read when its newest sample was taken;
 * one that has been silent for longer than that may be is not there. One caller at a time.
 */
public final class ReceivedScrapes {
  private static final int SPARE = 1_000;

  private final SeriesTable table;
  private final MetricNames names;
  private final Duration silence;
  private @Nullable Known[] known = new Known[1_024];
  private int count;
  private final Map<String, Target> targets = new HashMap<>();
  private int seen;
  private int round;

  /**
   * @param silence after which a process, or one series of it, is no longer there
   */
  public ReceivedScrapes(SeriesTable table, MetricNames names, Duration silence) {
    this.table = table;
    this.names = names;
    this.silence = silence;
  }

  /** A series with its labels taken apart once. */
  private static final class Known {
    private final int generation;
    private final SeriesName name;
    private final Target target;
    private int round;

    Known(int generation, SeriesName name, Target target) {
      this.generation = generation;
      this.name = name;
      this.target = target;
    }
  }

  /** What one process said. */
  private static final class Said {
    private long newest = Long.MIN_VALUE;
    private final List<Sample> samples = new ArrayList<>();
  }

  /** Everything as of now. */
  public Scrape read(Instant now) {
    round++;
    seen = 0;
    long oldest = now.minus(silence).toEpochMilli();
    Map<Target, Said> byTarget = new HashMap<>();
    table.read((series, generation, view) -> {
      if (series >= known.length) {
        known = Arrays.copyOf(known, Math.max(series + 1, 2 * known.length));
      }
      Known each = known[series];
      if (each == null || each.generation != generation) {
        each = known(generation, view.labels());
        known[series] = each;
        count++;
      }
      seen++;
      each.round = round;
      long at = view.epochMillis();
      // A value that is no number says that the series is gone: it is not there any more.
      if (at >= oldest && !Double.isNaN(view.value())) {
        Said said = byTarget.computeIfAbsent(each.target, t -> new Said());
        said.newest = Math.max(said.newest, at);
        said.samples.add(new Sample(each.name, view.value(), at));
      }
    });
    forget();
    List<Scrape.Answer> answers = new ArrayList<>();
    byTarget.forEach((target, said) ->
        answers.add(
            new Scrape.Answer(
                target, Instant.ofEpochMilli(said.newest), Exposition.of(said.samples))));
    answers.sort(java.util.Comparator.comparing(a -> a.target().metrics()));
    return new Scrape(now, answers, List.of());
  }

  /** Drops what is gone, once that is more than what is there. */
  private void forget() {
    if (count > 2 * seen + SPARE) {
      count = 0;
      for (int i = 0; i < known.length; i++) {
        Known each = known[i];
        known[i] = each == null || each.round != round ? null : each;
        count += known[i] == null ? 0 : 1;
      }
      targets.clear();
    }
  }

  private Known known(int generation, Map<String, String> labels) {
    Map<String, String> own = new TreeMap<>(labels);
    String name = own.getOrDefault("__name__", "");
    own.remove("__name__");
    return new Known(generation, new SeriesName(name, own), target(own));
  }

  private Target target(Map<String, String> labels) {
    String job = labels.getOrDefault("job", "");
    String instance = labels.getOrDefault("instance", "");
    return targets.computeIfAbsent(
        job + "\n" + instance, _ -> new Target(uri(job, instance), fallback(job, instance)));
  }

  /** What a series does not say of itself follows from where it was scraped. */
  private Map<String, String> fallback(String job, String instance) {
    Map<String, String> said = new HashMap<>();
    said.put(names.label(MetricNames.Dimension.POD), instance);
    said.put(names.label(MetricNames.Dimension.SERVICE), job);
    said.put(names.label(MetricNames.Dimension.JOB), job);
    return said;
  }

  private static URI uri(String job, String instance) {
    try {
      return new URI("received", "from:" + job + "/" + instance, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a job and an instance make no address", e);
    }
  }
}
