package dev.aegis.twin;

import dev.aegis.room.Action;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How well the twin foretells one window of a service's telemetry, with no incident and touching
 * nothing. The model is fitted to the first part of the window alone. Then it is given what comes
 * from outside during the rest, the traffic and the pods that came and went, and what it makes of
 * them is compared with what was seen: a forecast and not a fit. How the dependency does in the
 * rest, how full the heaps get, and how versions work it has to know from the first part.
 *
 * <p>The same calibration, the same replay and the same tolerances as before a verdict. Pure and
 * thread-safe: a function of its arguments.
 */
public final class Backtest {
  /** The share of a window that the model is fitted to. */
  private static final double FITTED = 0.6;

  /** Points that a window should have, so that both of its parts say something. */
  private static final int POINTS = 30;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final int HOURS_FROM = 3;
  private static final int MOST_EQUAL = 6;

  /** Points of the rest that are compared, at least. */
  private static final int LEAST_COMPARED = 3;

  private static final int REPLAYS = 2;

  /** Requests that one replay may simulate. */
  private static final double BUDGET = 2_000_000;

  /** Of the traffic; a version that serves less than this is not counted as running. */
  private static final double RUNS = 0.02;

  /** The share of the compared windows that a model must have foretold to be trusted. */
  private static final double TRUSTED = 0.8;

  private final Telemetry telemetry;
  private final ServiceProfile profile;
  private final Window window;
  private final Instant split;
  private final long seed;
  private final Replications replications;

  private Backtest(
      Telemetry telemetry,
      ServiceProfile profile,
      Window window,
      long seed,
      Replications replications) {
    this.telemetry = telemetry.within(window);
    this.profile = profile;
    this.window = window;
    this.split = window.from().plusMillis(Math.round(FITTED * window.length().toMillis()));
    this.seed = seed;
    this.replications = replications;
  }

  /** What came of a window. */
  public enum Grade {
    /** What was foretold is what was seen, within the tolerances of the replay. */
    REPRODUCED,
    /** It is not. */
    MISFIT,
    /** Something in the rest of the window could not be known from its first part. */
    NOT_FORETOLD,
    /** The model could not be fitted to the first part. */
    NOT_FITTED
  }

  /**
   * Medians over the rest of the window; NaN where nothing was recorded or compared.
   *
   * @param seenP99Millis what clients saw
   * @param foretoldP99Millis what the model made of it
   * @param seenErrors share of failed requests, 0 to 1
   * @param foretoldErrors likewise
   * @param points compared
   */
  public record Figures(
      double seenP99Millis,
      double foretoldP99Millis,
      double seenErrors,
      double foretoldErrors,
      int points) {
    static final Figures NONE = new Figures(Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0);
  }

  /**
   * A fitted figure.
   *
   * @param name such as {@code own work of a request}
   * @param value with its unit
   * @param from what it was read from
   */
  public record Parameter(String name, String value, String from) {}

  /**
   * Whether a kind of action could be judged, as of the window's split.
   *
   * @param kind which
   * @param whyNot what is missing; empty where the model can simulate it
   */
  public record Support(Action.Kind kind, Optional<String> whyNot) {
    public Support {
      Objects.requireNonNull(kind);
      Objects.requireNonNull(whyNot);
    }
  }

  /**
   * What came of a window.
   *
   * @param window the whole of it
   * @param split where the first part ends
   * @param grade in a word
   * @param sentence why, for people; blank when it was reproduced
   * @param missing what would have to be provided, one sentence each; empty but for NOT_FITTED
   * @param figures seen and foretold
   * @param parameters what was fitted
   * @param unknowns what had to be assumed, one sentence each
   * @param supports one a kind of action, in their order; empty when the model was not fitted
   */
  public record Result(
      Window window,
      Instant split,
      Grade grade,
      String sentence,
      List<String> missing,
      Figures figures,
      List<Parameter> parameters,
      List<String> unknowns,
      List<Support> supports) {
    public Result {
      Objects.requireNonNull(window);
      Objects.requireNonNull(split);
      Objects.requireNonNull(grade);
      Objects.requireNonNull(sentence);
      Objects.requireNonNull(figures);
      missing = List.copyOf(missing);
      parameters = List.copyOf(parameters);
      unknowns = List.copyOf(unknowns);
      supports = List.copyOf(supports);
    }
  }

  /**
   * Whether a verdict on a kind of action could be given from telemetry like this.
   *
   * @param kind which
   * @param windows in so many the model both reproduced what came and can simulate the action
   * @param whyNot what is in the way; empty where the model can vouch for it
   */
  public record Vouched(Action.Kind kind, int windows, Optional<String> whyNot) {
    public Vouched {
      Objects.requireNonNull(kind);
      Objects.requireNonNull(whyNot);
    }
  }

  /**
   * What the model can vouch for after its windows: nothing where it foretold less than four of
   * five of those that could be compared; else the kinds of actions that it can simulate in one of
   * those that it foretold.
   *
   * @param results oldest first
   * @return one a kind of action, in their order
   */
  public static List<Vouched> vouched(List<Result> results) {
    List<Vouched> vouched = new ArrayList<>();
    for (Action.Kind kind : Action.Kind.values()) {
      List<Optional<String>> foretold =
          results.stream()
              .filter(r -> r.grade() == Grade.REPRODUCED)
              .flatMap(r -> r.supports().stream())
              .filter(s -> s.kind() == kind)
              .map(Support::whyNot)
              .toList();
      int able = (int) foretold.stream().filter(Optional::isEmpty).count();
      Optional<String> whyNot =
          noTrust(results).or(() -> able > 0 ? Optional.empty() : foretold.getLast());
      vouched.add(new Vouched(kind, whyNot.isPresent() ? 0 : able, whyNot));
    }
    return vouched;
  }

  /** Why the model says nothing of any action here. */
  private static Optional<String> noTrust(List<Result> results) {
    long good = results.stream().filter(r -> r.grade() == Grade.REPRODUCED).count();
    long compared = good + results.stream().filter(r -> r.grade() == Grade.MISFIT).count();
    if (compared > 0) {
      return good >= TRUSTED * compared
          ? Optional.empty()
          : Optional.of("the model foretold " + good + " of " + compared + " windows only");
    }
    boolean fitted = results.stream().anyMatch(r -> r.grade() == Grade.NOT_FORETOLD);
    return Optional.of(
        fitted
            ? "no window could be compared with what was foretold"
            : "the model could not be fitted");
  }

  /**
   * The windows of a service at home: hours, or up to six equal parts where it is less than three
   * hours; none when neither requests nor response times were recorded there.
   */
  public static List<Window> windows(Telemetry telemetry, ServiceProfile profile) {
    Optional<Series> clock =
        telemetry
            .find(Metric.REQUEST_RATE, profile.service(), profile.home())
            .or(() -> telemetry.find(Metric.LATENCY_P99, profile.service(), profile.home()))
            .filter(s -> s.size() > 1);
    if (clock.isEmpty()) {
      return List.of();
    }
    Instant from = clock.get().at(0);
    Instant to = clock.get().at(clock.get().size() - 1).plusMillis(1);
    long hours = Duration.between(from, to).dividedBy(HOUR);
    long parts =
        hours >= HOURS_FROM ? hours : Math.clamp(clock.get().size() / POINTS, 1, MOST_EQUAL);
    Duration each = hours >= HOURS_FROM ? HOUR : Duration.between(from, to).dividedBy(parts);
    List<Window> windows = new ArrayList<>();
    for (long i = 0; i < parts; i++) {
      Instant begin = from.plus(each.multipliedBy(i));
      windows.add(new Window(begin, i + 1 == parts ? to : begin.plus(each)));
    }
    return windows;
  }

  /**
   * Tests one window.
   *
   * @param telemetry of which only the window is looked at
   * @param profile what the owners declare, seen from the region that is tested
   * @param seed all random numbers follow from it
   * @param replications runs the replays
   */
  public static Result of(
      Telemetry telemetry,
      ServiceProfile profile,
      Window window,
      long seed,
      Replications replications) {
    return new Backtest(telemetry, profile, window, seed, replications).test();
  }

  /** A window whose figures no model can be made of, such as a share of more than everything. */
  public static Result unusable(Window window, String why) {
    return new Result(
        window,
        window.to(),
        Grade.NOT_FITTED,
        "no model can be made of these figures",
        List.of("figures that a service can have; found: " + why),
        Figures.NONE,
        List.of(),
        List.of(),
        List.of());
  }

  private Result test() {
    Telemetry first = telemetry.within(new Window(window.from(), split.plusMillis(1)));
    return switch (Calibration.of(first, profile, split, List.of(), CallFit.Course.LAW)) {
      case Calibration.Outcome.Missing missing ->
          new Result(
              window,
              split,
              Grade.NOT_FITTED,
              "the model needs what was not recorded",
              missing.what(),
              Figures.NONE,
              List.of(),
              List.of(),
              List.of());
      case Calibration.Outcome.Ready ready -> foretell(ready.fitted(), first);
    };
  }

  private Result foretell(Fitted fitted, Telemetry first) {
    List<Support> supports = new BacktestSupport(profile, fitted, first).byKind();
    History h = new History(telemetry, profile, profile.home(), fitted.start());
    int known = h.indexAt(fitted.nowSeconds());
    int end = affordable(h, known);
    List<String> unknowns = new ArrayList<>(fitted.unknowns());
    // A verdict assumes that traffic stays as it is; here it is known.
    unknowns.removeIf(unknown -> unknown.startsWith("traffic changed by"));
    if (end < h.size() - 1) {
      unknowns.add(
          String.format(
              Locale.ROOT,
              "what came after %.0f min: a replay may simulate %,.0f requests",
              h.seconds(end) / 60,
              BUDGET));
    }
    Optional<String> news =
        end - known < LEAST_COMPARED
            ? Optional.of("fewer than " + LEAST_COMPARED + " points are left to compare with")
            : unforeseen(h, known, end, fitted);
    if (news.isPresent()) {
      return result(Grade.NOT_FORETOLD, news.get(), Figures.NONE, fitted, unknowns, supports);
    }
    Fitted whole = withTheRest(fitted, h, known, end);
    Set<String> home = Set.of(profile.home());
    List<Rewound> replays =
        replications.run(
            0, REPLAYS, i -> rest(Rewound.of(whole, home, Draws.bits(seed, i + 1L)), fitted));
    List<Fitted.Seen> seen =
        whole.observed().subList(fitted.observed().size(), whole.observed().size());
    Figures figures = figures(seen, replays);
    Optional<String> misfit =
        Reproduction.misfit(seen, replays, profile.slo()).or(() -> Reproduction.apart(figures));
    return result(
        misfit.isPresent() ? Grade.MISFIT : Grade.REPRODUCED,
        misfit.orElse(""),
        figures,
        fitted,
        unknowns,
        supports);
  }

  /** The last point that the budget of requests reaches to. */
  private static int affordable(History h, int known) {
    double requests = 0;
    int end = known;
    for (int i = known + 1; i < h.size(); i++) {
      requests += Double.isNaN(h.offered[i]) ? 0 : h.offered[i] * h.table.lengths[i];
      if (requests > BUDGET) {
        break;
      }
      end = i;
    }
    return end;
  }

  /** What happened in the rest that nobody could know from the first part. */
  private Optional<String> unforeseen(History h, int known, int end, Fitted fitted) {
    for (int v = 0; v < h.versions.size(); v++) {
      String version = h.versions.get(v);
      boolean runs = false;
      for (int i = known + 1; i <= end; i++) {
        runs |= h.share[v][i] > RUNS || h.ready[v][i] > 0;
      }
      if (runs && fitted.model().indexOfVersion(version) < 0) {
        return Optional.of(version + " came in after the fit; how it works was not seen before");
      }
    }
    for (Change change : changed(fitted, h, end)) {
      String name = change.kind().name().toLowerCase(Locale.ROOT) + " " + change.setting();
      if (!fitted.model().effects().containsKey(key(change))) {
        return Optional.of(name + " was changed after the fit; its effect was not seen before");
      }
    }
    return Optional.empty();
  }

  /** Settings of the service that were changed in the rest. */
  private List<Change> changed(Fitted fitted, History h, int end) {
    Instant last = fitted.start().plusMillis(Math.round(1000 * h.seconds(end)));
    return telemetry.changes().stream()
        .filter(c -> c.kind() == Change.Kind.FLAG || c.kind() == Change.Kind.CONFIG)
        .filter(c -> c.service().equals(profile.service()) && !c.setting().isEmpty())
        .filter(c -> c.at().isAfter(split) && !c.at().isAfter(last))
        .toList();
  }

  private static String key(Change change) {
    return change.kind() == Change.Kind.FLAG
        ? ServiceModel.flag(change.setting(), change.version())
        : ServiceModel.config(change.setting(), change.version());
  }

  /** The fitted model, in the traffic and with the pods of the whole window. */
  private Fitted withTheRest(Fitted fitted, History h, int known, int end) {
    List<Fitted.Seen> observed = new ArrayList<>(fitted.observed());
    for (int i = known + 1; i <= end; i++) {
      double to = h.seconds(i);
      observed.add(new Fitted.Seen(to - h.table.lengths[i], to, h.p99[i], h.errors[i]));
    }
    ServiceModel model = fitted.model();
    boolean leaks = model.versions().stream().anyMatch(ServiceModel.Version::leaks);
    List<Fitted.Past> past = new ArrayList<>(fitted.past());
    past.addAll(RolloutFit.of(h, known, end, leaks, model.podStartSeconds()));
    for (Change change : changed(fitted, h, end)) {
      past.add(
          new Fitted.Past.Acted(
              BacktestSupport.set(profile, change, change.version(), change.previous()),
              Duration.between(fitted.start(), change.at()).toMillis() / 1000.0));
    }
    return new Fitted(
        in(arrivals(h, end), model),
        fitted.allowed(),
        fitted.start(),
        h.seconds(end),
        past,
        new TreeMap<>(),
        observed,
        fitted.parameters(),
        fitted.unknowns(),
        fitted.unaccounted(),
        fitted.contentionUnknown(),
        fitted.retriesPerFailure(),
        fitted.unmeasured(),
        fitted.rival(),
        fitted.odd(),
        fitted.undecidable());
  }

  /**
   * The rates as recorded from the fitted start on; a point tells of the time that ends with it.
   */
  private static Steps arrivals(History h, int end) {
    int from = h.indexAt(0);
    double[] at = new double[end - from + 1];
    double[] rate = new double[at.length];
    double last = 0;
    for (int k = 0; k < at.length; k++) {
      int i = from + k;
      last = Double.isNaN(h.offered[i]) ? last : h.offered[i];
      at[k] = i == 0 ? h.seconds(0) - h.table.step : h.seconds(i - 1);
      rate[k] = last;
    }
    return Steps.of(at, rate);
  }

  private static ServiceModel in(Steps arrivals, ServiceModel m) {
    List<ServiceModel.Region> regions = new ArrayList<>(m.regions());
    regions.set(0, m.regions().getFirst().with(arrivals));
    return m.in(regions);
  }

  /** What a replay saw after the split. */
  private static Rewound rest(Rewound replay, Fitted fitted) {
    int from = fitted.observed().size();
    return new Rewound(replay.now(), tail(replay.p99(), from), tail(replay.errors(), from));
  }

  private static double[] tail(double[] column, int from) {
    return Arrays.copyOfRange(column, from, column.length);
  }

  private static Figures figures(List<Fitted.Seen> seen, List<Rewound> replays) {
    double[] p99 = replays.stream().mapToDouble(r -> Quantile.median(r.p99())).toArray();
    double[] errors = replays.stream().mapToDouble(r -> Quantile.median(r.errors())).toArray();
    return new Figures(
        Quantile.median(seen.stream().mapToDouble(Fitted.Seen::p99Millis)),
        Quantile.median(p99),
        Quantile.median(seen.stream().mapToDouble(Fitted.Seen::errorRatio)),
        Quantile.median(errors),
        seen.size());
  }

  private Result result(
      Grade grade,
      String sentence,
      Figures figures,
      Fitted fitted,
      List<String> unknowns,
      List<Support> supports) {
    List<Parameter> parameters =
        fitted.parameters().stream()
            .map(p -> new Parameter(p.name(), p.value(), p.from()))
            .toList();
    return new Result(
        window, split, grade, sentence, List.of(), figures, parameters, unknowns, supports);
  }
}
