package dev.aegis.app.live;

import dev.aegis.app.live.Place.Fleet;
import dev.aegis.app.scrape.Discovery;
import dev.aegis.app.scrape.FetchException;
import dev.aegis.app.scrape.LoopbackHttp;
import dev.aegis.app.scrape.Scrape;
import dev.aegis.app.scrape.Scraper;
import dev.aegis.app.scrape.Target;
import dev.aegis.app.scrape.TextLimits;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A production as it runs: one {@link #tick} reads everything once. A target that is down is a fact
 * among others. When the discovery does not answer nothing can be said about anybody: that is said
 * once, no point is added, and the stretch is kept as a gap. One thread ticks; any may ask.
 */
public final class LiveSource implements AutoCloseable {
  private static final int GAPS = 1_000;

  private final LiveSettings settings;
  private final InstantSource clock;
  private final Consumer<String> notices;
  private final LoopbackHttp http;
  private final Discovery discovery;
  private final Scraper scraper;
  private final LiveTelemetry live;
  private final @Nullable ChangeFeed feed;
  private final @Nullable LogTail logs;
  private final Map<String, String> troubles = new HashMap<>();
  private final List<Window> gaps = new ArrayList<>();
  private @Nullable Instant lastRead;
  private @Nullable Instant gapSince;
  private volatile Telemetry telemetry = Telemetry.NONE;
  private volatile List<Window> knownGaps = List.of();
  private volatile List<ChangeFeed.Entry> knownChanges = List.of();

  /**
   * Where to read.
   *
   * @param targets the address of the discovery
   * @param changes the address of the change feed; {@code null} where there is none
   * @param logs the folder of log files; {@code null} where there is none
   * @param timeout for each answer, shorter than the time between two ticks
   */
  public record Addresses(
      URI targets, @Nullable URI changes, @Nullable Path logs, Duration timeout) {}

  /**
   * Connects to nobody yet.
   *
   * @param notices takes one sentence whenever a source fails for the first time, and when it is
   *     back
   * @throws FetchException when an address is not on this machine
   */
  public LiveSource(
      Addresses addresses,
      ServiceProfile profile,
      MetricNames names,
      LiveSettings settings,
      InstantSource clock,
      Consumer<String> notices) {
    this.settings = settings;
    this.clock = clock;
    this.notices = notices;
    this.http = new LoopbackHttp(addresses.timeout());
    this.discovery = new Discovery(http, addresses.targets());
    this.scraper = new Scraper(http, TextLimits.DEFAULTS, clock);
    this.live = new LiveTelemetry(profile.service(), profile.dependency(), names, settings);
    this.feed = addresses.changes() == null ? null : new ChangeFeed(http, addresses.changes());
    this.logs =
        addresses.logs() == null ? null : new LogTail(addresses.logs(), settings.logLines());
  }

  /**
   * Reads everything once.
   *
   * @return all that is known as of now
   * @throws InterruptedException when the thread was interrupted
   */
  public Telemetry tick() throws InterruptedException {
    Instant at = clock.instant();
    pollChanges();
    boolean logged = pollLogs();
    try {
      List<Target> targets = discovery.targets();
      over("discovery");
      Scrape scrape = scraper.scrape(targets);
      if (live.accept(scrape)) {
        endGap(scrape.at());
        addLogCounts(logged, scrape.at());
        lastRead = scrape.at();
      }
    } catch (FetchException e) {
      trouble("discovery", e);
      gapSince = Objects.requireNonNullElse(gapSince, at);
    }
    return publish(at);
  }

  /** All that was known after the last tick. */
  public Telemetry telemetry() {
    return telemetry;
  }

  /** Stretches in which nobody could be found, oldest first; the last may be going on. */
  public List<Window> gaps() {
    return knownGaps;
  }

  /** The changes read so far, with who made them. */
  public List<ChangeFeed.Entry> changes() {
    return knownChanges;
  }

  private void pollChanges() throws InterruptedException {
    if (feed != null) {
      try {
        feed.poll();
        over("changes");
      } catch (FetchException e) {
        trouble("changes", e);
      }
    }
  }

  private boolean pollLogs() {
    if (logs == null) {
      return false;
    }
    try {
      logs.poll();
      over("logs");
      return true;
    } catch (IOException | RuntimeException e) {
      trouble("logs", e);
      return false;
    }
  }

  private void addLogCounts(boolean logged, Instant at) {
    if (logged && logs != null && lastRead != null) {
      double seconds = Duration.between(lastRead, at).toNanos() / 1e9;
      logs.counts()
          .flush(
              seconds,
              (Fleet fleet, dev.aegis.telemetry.Metric metric, double perSecond) ->
                  live.add(metric, fleet.service(), fleet.region(), perSecond));
    }
  }

  private void endGap(Instant at) {
    if (gapSince != null) {
      gaps.add(new Window(gapSince, at.isBefore(gapSince) ? gapSince : at));
      gapSince = null;
      if (gaps.size() > GAPS) {
        gaps.removeFirst();
      }
    }
  }

  private Telemetry publish(Instant at) {
    List<Window> all = new ArrayList<>(gaps);
    if (gapSince != null) {
      all.add(new Window(gapSince, at.isBefore(gapSince) ? gapSince : at));
    }
    knownGaps = List.copyOf(all);
    List<Change> changes = List.of();
    if (feed != null) {
      feed.dropBefore(at.minus(settings.history()));
      knownChanges = feed.entries();
      changes = feed.changes();
    }
    List<LogLine> lines = logs == null ? List.of() : logs.lines();
    telemetry = new Telemetry(live.series(), changes, lines);
    return telemetry;
  }

  private void trouble(String source, Exception e) {
    String why = source + ": " + Objects.requireNonNullElse(e.getMessage(), e.toString());
    if (troubles.put(source, why) == null) {
      notices.accept(why);
    }
  }

  private void over(String source) {
    if (troubles.remove(source) != null) {
      notices.accept(source + ": answers again");
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
