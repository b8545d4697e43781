package dev.aegis.app.serve;

import dev.aegis.app.live.MetricNames;
import dev.aegis.app.pull.TargetSeries;
import dev.aegis.app.scrape.BoundedHttp;
import dev.aegis.app.scrape.FetchException;
import dev.aegis.app.scrape.Scrape;
import dev.aegis.app.scrape.Scraper;
import dev.aegis.app.scrape.Target;
import dev.aegis.app.scrape.TextLimits;
import dev.aegis.app.series.SeriesTable;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Scrapes the targets of every source that names some, once a step, a thread a source and a virtual
 * one a target. How each target is stands on Aegis's own {@code /metrics}; one that fails is said
 * once for each reason, and once more when it is back, and its series are marked as gone at once.
 */
final class Scrapes implements AutoCloseable {
  /** Targets of one source that are named in one round. */
  private static final int SAID = 5;

  private final SeriesTable table;
  private final MetricNames names;
  private final InstantSource clock;
  private final Traffic traffic;
  private final Consumer<String> notices;
  private final List<One> all = new ArrayList<>();
  private final ScheduledExecutorService threads;
  private final long stepMillis;

  Scrapes(
      ServeConfig config,
      SeriesTable table,
      InstantSource clock,
      Traffic traffic,
      Consumer<String> notices) {
    this.table = table;
    this.names = config.names();
    this.clock = clock;
    this.traffic = traffic;
    this.notices = notices;
    this.stepMillis = config.step().toMillis();
    for (Source source : config.sources()) {
      if (source.kind() == Kind.SCRAPE) {
        all.add(new One(source, clock));
      }
    }
    this.threads =
        Executors.newScheduledThreadPool(
            Math.max(1, all.size()), Thread.ofPlatform().daemon().name("scrape-", 0).factory());
  }

  /** What it takes to ask the targets of a source. */
  static BoundedHttp http(Source source) {
    Asked how = source.how();
    return new BoundedHttp(
        how.timeout(), source.proof().authorization(), how.trusted(), how.linkLocal());
  }

  /** One source. */
  private static final class One {
    private final Source source;
    private final BoundedHttp http;
    private final Scraper scraper;
    private final Map<URI, TargetSeries> series = new HashMap<>();
    private final Map<URI, Set<FetchException.Reason>> down = new HashMap<>();

    One(Source source, InstantSource clock) {
      this.source = source;
      this.http = http(source);
      this.scraper = new Scraper(http, TextLimits.DEFAULTS, clock);
    }
  }

  void start() {
    for (One one : all) {
      var _ = threads.scheduleAtFixedRate(() -> round(one), 0, stepMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void round(One one) {
    try {
      Scrape scrape = one.scraper.scrape(one.source.how().targets());
      List<String> news = new ArrayList<>();
      scrape.answers().forEach(answer -> answered(one, answer, news));
      scrape.failures().forEach(failure -> failed(one, failure, news));
      news.stream().limit(SAID).forEach(line -> notices.accept(one.source.name() + ": " + line));
      if (news.size() > SAID) {
        notices.accept(
            one.source.name() + ": the same of " + (news.size() - SAID) + " more; see /metrics");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      notices.accept(one.source.name() + ": unexpected failure, " + e);
    }
  }

  private void answered(One one, Scrape.Answer answer, List<String> news) {
    int kept;
    try (SeriesTable.Writer writer = table.write()) {
      kept =
          series(one, answer.target())
              .write(writer, answer.exposition(), answer.at().toEpochMilli());
    }
    String label = label(one, answer.target(), "");
    traffic.set("aegis_target_up" + label, 1);
    traffic.set("aegis_target_samples" + label, answer.exposition().samples().size());
    traffic.set("aegis_target_samples_used" + label, kept);
    if (one.down.remove(answer.target().metrics()) != null) {
      news.add(answer.target().metrics() + " answers again");
    }
  }

  private void failed(One one, Scrape.Failure failure, List<String> news) {
    try (SeriesTable.Writer writer = table.write()) {
      series(one, failure.target()).gone(writer, clock.millis());
    }
    String reason = failure.reason().name().toLowerCase(Locale.ROOT);
    traffic.set("aegis_target_up" + label(one, failure.target(), ""), 0);
    traffic.set("aegis_target_samples" + label(one, failure.target(), ""), 0);
    traffic.set("aegis_target_samples_used" + label(one, failure.target(), ""), 0);
    traffic.add(
        "aegis_scrape_failures_total" + label(one, failure.target(), ",reason=\"" + reason + "\""),
        1);
    Set<FetchException.Reason> said =
        one.down.computeIfAbsent(
            failure.target().metrics(), _ -> EnumSet.noneOf(FetchException.Reason.class));
    if (said.add(failure.reason())) {
      news.add(failure.why());
    }
  }

  private TargetSeries series(One one, Target target) {
    return one.series.computeIfAbsent(
        target.metrics(), _ -> new TargetSeries(target.labels(), names.matter()));
  }

  private static String label(One one, Target target, String more) {
    return "{source=\""
        + one.source.label()
        + "\",target=\""
        + target.metrics()
        + "\""
        + more
        + "}";
  }

  @Override
  public void close() {
    threads.shutdownNow();
    all.forEach(one -> one.http.close());
  }
}
