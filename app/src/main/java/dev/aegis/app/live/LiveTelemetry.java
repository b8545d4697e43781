package dev.aegis.app.live;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.live.MetricNames.Dimension;
import dev.aegis.app.live.Place.Fleet;
import dev.aegis.app.scrape.Scrape;
import dev.aegis.app.scrape.Target;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns successive scrapes into the series of the canonical vocabulary, for every service that is
 * seen. A service whose clients are measured has the rate, errors and latencies that its clients
 * saw; another has those of its pods; and one that neither measures has those that spans tell,
 * which say nothing of how many pods are ready. A target that does not answer is a pod that is not
 * ready. One owner at a time.
 */
public final class LiveTelemetry {
  private static final int FLEETS = 1_000;
  private static final String POD_JOB = "service";

  private final String service;
  private final String dependency;
  private final MetricNames names;
  private final LiveSettings settings;
  private final CounterMemory counters;
  private final PodLives lives;
  private final Tails tails;
  private final History history = new History();
  private final SortedMap<Fleet, Seen> fleets = new TreeMap<>();
  private @Nullable Instant newest;

  /**
   * Nothing seen yet.
   *
   * @param service the one that is watched
   * @param dependency the dependency behind its {@code dependency_latency_ms}; may be empty
   */
  public LiveTelemetry(
      String service, String dependency, MetricNames names, LiveSettings settings) {
    this.service = service;
    this.dependency = dependency;
    this.names = names;
    this.settings = settings;
    this.counters = new CounterMemory(names, settings.forgetAfter());
    this.lives = new PodLives(settings.history());
    this.tails = new Tails(settings.tailWindow());
  }

  /**
   * Names of dependencies are part of the names of metrics, in which not every character is kept:
   * what must not be kept of them is hidden before.
   */
  public LiveTelemetry hiding(UnaryOperator<String> names) {
    counters.hiding(names);
    return this;
  }

  /** When a fleet was seen last, and what is known of it. */
  private static final class Seen {
    private Instant at = Instant.MIN;
    private boolean pods;
    private boolean clients;
    private boolean serving;
    private boolean calling;
    private boolean traced;

    /** Nobody counts its requests but those who look at spans. */
    private boolean knownBySpans() {
      return traced && !serving && !clients;
    }
  }

  /** Adds one scrape; one that is not later than the last is ignored, and false is returned. */
  public boolean accept(Scrape scrape) {
    Instant at = Instant.ofEpochMilli(scrape.at().toEpochMilli());
    if (newest != null && !at.isAfter(newest)) {
      return false;
    }
    newest = at;
    List<Tally> tallies = counters.read(scrape);
    see(at, tallies, scrape.failures());
    Map<Fleet, Integer> restarts =
        lives.restarts(at, tallies.stream().filter(Tally::isPod).toList(), podNames(scrape));
    Map<Fleet, List<Tally>> byFleet =
        tallies.stream().collect(Collectors.groupingBy(t -> t.place().fleet()));
    fleets.forEach((fleet, seen) -> {
      List<Tally> own = byFleet.getOrDefault(fleet, List.of());
      List<Tally> pods = own.stream().filter(Tally::isPod).toList();
      Figures figures = new Figures(history, tails, settings.coresPerPod(), at, fleet, pods);
      String shared = fleet.service().equals(service) ? dependency : "";
      if (seen.clients) {
        figures.clients(own.stream().filter(Tally::isClients).toList());
      } else if (!seen.knownBySpans()) {
        figures.servers();
      }
      if (seen.pods) {
        figures.pods(restarts.getOrDefault(fleet, 0), shared);
      }
      if (seen.traced) {
        traced(seen, at, fleet, own, shared);
      }
    });
    forget(at);
    return true;
  }

  /** Adds what nobody measures but who looks at spans. */
  private void traced(Seen seen, Instant at, Fleet fleet, List<Tally> own, String shared) {
    List<Tally> tallies = own.stream().filter(Tally::isTraced).map(Tally::traced).toList();
    Figures figures = new Figures(history, tails, settings.coresPerPod(), at, fleet, tallies);
    if (seen.knownBySpans()) {
      figures.servers();
      figures.versions(/* counted= */ false);
    }
    if (!seen.calling) {
      figures.dependencies(shared);
    }
  }

  /** Whether the figures of a service are those that spans tell, wherever it runs. */
  public boolean knownBySpans(String ofService) {
    return fleets.entrySet().stream()
        .filter(each -> each.getKey().service().equals(ofService))
        .anyMatch(each -> each.getValue().knownBySpans());
  }

  /** Adds a point that somebody else measured, such as a count of log lines, at the last scrape. */
  void add(Metric metric, String ofService, String region, double value) {
    if (newest != null) {
      history.add(newest, metric, new Place(ofService, region, "", ""), value);
    }
  }

  /** All series, in no order. */
  public List<Series> series() {
    return history.series();
  }

  /** Points that were not kept, because there are too many series. */
  public long refused() {
    return history.refused();
  }

  private void see(Instant at, List<Tally> tallies, List<Scrape.Failure> failures) {
    for (Tally tally : tallies) {
      if (tally.isPod() || tally.isClients() || tally.isTraced()) {
        Seen seen = seen(tally.place().fleet());
        seen.at = at;
        seen.pods |= tally.isPod();
        seen.clients |= tally.isClients();
        seen.serving |= tally.isServing();
        seen.calling |= tally.has(Fact.DEPENDENCY_DURATION);
        seen.traced |= tally.isTraced();
      }
    }
    for (Scrape.Failure failure : failures) {
      Target target = failure.target();
      if (label(target, Dimension.JOB).equals(POD_JOB)) {
        Seen seen =
            seen(new Fleet(label(target, Dimension.SERVICE), label(target, Dimension.REGION)));
        seen.at = at;
        seen.pods = true;
      }
    }
  }

  private Seen seen(Fleet fleet) {
    Seen known = fleets.get(fleet);
    if (known == null) {
      known = new Seen();
      if (fleets.size() < FLEETS) {
        fleets.put(fleet, known);
      }
    }
    return known;
  }

  private Set<String> podNames(Scrape scrape) {
    List<Target> all = new ArrayList<>();
    scrape.answers().forEach(a -> all.add(a.target()));
    scrape.failures().forEach(f -> all.add(f.target()));
    Set<String> pods = new HashSet<>();
    all.forEach(t -> pods.add(label(t, Dimension.POD)));
    return pods;
  }

  private String label(Target target, Dimension dimension) {
    return CleanText.name(target.label(names.label(dimension)));
  }

  private void forget(Instant at) {
    Instant oldest = at.minus(settings.history());
    history.dropBefore(oldest);
    tails.dropBefore(oldest);
    fleets.values().removeIf(seen -> seen.at.isBefore(oldest));
  }
}
