package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Action;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import dev.aegis.twin.Backtest.Figures;
import dev.aegis.twin.Backtest.Grade;
import dev.aegis.twin.Backtest.Result;
import dev.aegis.twin.Backtest.Support;
import dev.aegis.twin.Backtest.Vouched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Production's seed is 7, the replay's 42; the fit ends at second 360 of 600. */
class BacktestTest {
  private static final long PRODUCTION_SEED = 7;
  private static final long SEED = 42;
  private static final double SPLIT = 360;
  private static final double END = 600;
  private static final Window WINDOW =
      new Window(Production.START, Production.at(END).plusMillis(1));

  @Test
  void foretellsAServiceThatGoesOnAsItDid() {
    Result result = test(new Production());

    assertThat(result.grade()).as(result.sentence()).isEqualTo(Grade.REPRODUCED);
    assertThat(result.figures().points()).isEqualTo(48);
    assertThat(result.split()).isEqualTo(Production.at(SPLIT).plusMillis(1));
    assertThat(result.parameters())
        .extracting(Backtest.Parameter::name)
        .contains("own work of a request");
    near(result.figures(), 1.15);
  }

  @Test
  void foretellsWhatTrafficDoesThatItNeverSaw() {
    Production p = new Production();
    p.east = Steps.ramp(900, 380, 1500, 420);
    Result result = test(p);

    assertThat(result.figures().seenP99Millis()).isGreaterThan(600);
    assertThat(result.figures().seenErrors()).isGreaterThan(0.05);
    assertThat(result.grade()).as(result.sentence()).isEqualTo(Grade.REPRODUCED);
    near(result.figures(), 1.3);
    assertThat(result.unknowns()).noneMatch(unknown -> unknown.contains("taken to stay"));
  }

  @Test
  void looksAtNothingAfterTheFitButAtTrafficAndPods() {
    Production p = new Production();
    p.run(PRODUCTION_SEED, Integer.MAX_VALUE, END, null, 0);
    Result asItWas = test(p.telemetry(), p.profile());
    Result worse = test(tenfoldAfterTheFit(p.telemetry()), p.profile());

    assertThat(worse.grade()).isEqualTo(Grade.MISFIT);
    assertThat(worse.figures().seenP99Millis()).isEqualTo(10 * asItWas.figures().seenP99Millis());
    assertThat(worse.figures().foretoldP99Millis())
        .isEqualTo(asItWas.figures().foretoldP99Millis());
    assertThat(worse.parameters()).isEqualTo(asItWas.parameters());
  }

  @Test
  void saysWhereItIsWrong() {
    Production p = new Production();
    p.hiddenSlowdownFrom = 370;
    Result result = test(p);

    assertThat(result.grade()).isEqualTo(Grade.MISFIT);
    assertThat(result.sentence()).contains("the replay gives p99");
    assertThat(result.figures().seenP99Millis())
        .isGreaterThan(5 * result.figures().foretoldP99Millis());
  }

  @Test
  void isWrongWhereTheMediansAreApartWhateverSingleIntervalsDo() {
    assertThat(Reproduction.apart(new Figures(330, 143, 0, 0, 16)).orElseThrow())
        .isEqualTo(
            "in the median the replay gives p99 143 ms and 0.0 % errors where 330 ms and 0.0 %"
                + " were seen");
    assertThat(Reproduction.apart(new Figures(143, 330, 0, 0, 16))).isPresent();
    assertThat(Reproduction.apart(new Figures(200, 143, 0, 0.2, 16))).isPresent();
    assertThat(Reproduction.apart(new Figures(200, 143, 0.02, 0.1, 16))).isEmpty();
    assertThat(Reproduction.apart(new Figures(200, 143, Double.NaN, 0, 16))).isEmpty();
  }

  @Test
  void claimsNothingOfAVersionThatCameAfterTheFit() {
    Production p = new Production();
    p.deployAt = 400;
    Result result = test(p);

    assertThat(result.grade()).isEqualTo(Grade.NOT_FORETOLD);
    assertThat(result.sentence()).contains("v2.3.1 came in after the fit");
    assertThat(result.figures().points()).isZero();
  }

  @Test
  void claimsNothingOfAVersionThatCameAfterTheFitAndAnswersNothing() {
    Production p = new Production();
    p.deployAt = 400;
    p.newHangs = 1;
    Result result = test(p);

    assertThat(result.grade()).as(result.missing().toString()).isEqualTo(Grade.NOT_FORETOLD);
    assertThat(result.sentence()).contains("v2.3.1 came in after the fit");
  }

  @Test
  void foretellsAFlagWhoseEffectItSawAndNoOther() {
    Production seen = new Production();
    seen.flagAt = 120;
    seen.flagBackAt = 420;
    seen.flagEffect = new ServiceModel.Effect(1.2, 1, 1, 1);
    Production unseen = new Production();
    unseen.flagAt = 420;

    Result known = test(seen);
    assertThat(known.grade()).as(known.sentence()).isEqualTo(Grade.REPRODUCED);
    Result unknown = test(unseen);
    assertThat(unknown.grade()).isEqualTo(Grade.NOT_FORETOLD);
    assertThat(unknown.sentence())
        .contains("flag receipts was changed after the fit; its effect was not seen before");
  }

  @Test
  void saysWhatIsMissingForAFit() {
    Production p = new Production();
    p.recorded = key -> !key.metric().equals(Metric.REQUEST_RATE);
    Result result = test(p);

    assertThat(result.grade()).isEqualTo(Grade.NOT_FITTED);
    assertThat(result.missing()).anyMatch(m -> m.startsWith("requests_per_second of checkout-api"));
    assertThat(result.supports()).isEmpty();
  }

  @Test
  void knowsWhichActionsItCouldJudge() {
    Production deployed = new Production();
    deployed.deployAt = 100;
    List<Support> with = test(deployed).supports();
    List<Support> without = test(new Production()).supports();

    assertThat(with).extracting(Support::kind).containsExactly(Action.Kind.values());
    assertThat(able(with))
        .containsExactly(
            Action.Kind.SCALE_PODS,
            Action.Kind.RESTART_PODS,
            Action.Kind.ROLLBACK_DEPLOY,
            Action.Kind.FAILOVER_REGION,
            Action.Kind.ROLLBACK_AND_FAILOVER,
            Action.Kind.SHED_LOAD);
    assertThat(able(without)).doesNotContain(Action.Kind.ROLLBACK_DEPLOY);
    assertThat(without)
        .filteredOn(s -> s.kind() == Action.Kind.ROLLBACK_DEPLOY)
        .allMatch(s -> s.whyNot().orElse("").contains("no second version was seen running"));
  }

  @Test
  void doesNotDependOnTheOrderOfReplications() {
    Production p = new Production();
    p.run(PRODUCTION_SEED, Integer.MAX_VALUE, END, null, 0);

    assertThat(Backtest.of(p.telemetry(), p.profile(), WINDOW, SEED, new Backwards()))
        .isEqualTo(test(p.telemetry(), p.profile()));
  }

  @Test
  void takesHoursWhereThereAreThreeAndEqualPartsWhereThereAreLess() {
    ServiceProfile profile = new Production().profile();
    List<Window> hours = Backtest.windows(everyMinute(60 * 4 + 30), profile);
    List<Window> parts = Backtest.windows(everyMinute(150), profile);

    assertThat(hours).hasSize(4);
    assertThat(hours).allMatch(w -> w.length().compareTo(Duration.ofHours(1)) >= 0);
    assertThat(hours.getLast().to()).isEqualTo(Production.at(60 * (60 * 4 + 29)).plusMillis(1));
    assertThat(parts).hasSize(5);
    assertThat(parts.getFirst().from()).isEqualTo(Production.START);
    for (int i = 1; i < parts.size(); i++) {
      assertThat(parts.get(i).from()).isEqualTo(parts.get(i - 1).to());
    }
    assertThat(Backtest.windows(everyMinute(9), profile)).hasSize(1);
    assertThat(Backtest.windows(Telemetry.NONE, profile)).isEmpty();
  }

  @Test
  void vouchesForNothingWhereItForetoldLessThanFourOfFive() {
    assertThat(Backtest.vouched(grades(4, 1, 3)))
        .allMatch(v -> v.whyNot().isEmpty() && v.windows() == 4);
    assertThat(Backtest.vouched(grades(3, 1, 3)))
        .extracting(Vouched::whyNot)
        .containsOnly(Optional.of("the model foretold 3 of 4 windows only"));
    assertThat(Backtest.vouched(grades(0, 0, 1)))
        .extracting(Vouched::whyNot)
        .containsOnly(Optional.of("the model could not be fitted"));
  }

  private static List<Result> grades(int good, int bad, int unfitted) {
    List<Result> results = new ArrayList<>();
    results.addAll(Collections.nCopies(unfitted, result(Grade.NOT_FITTED, List.of())));
    List<Support> supports = new ArrayList<>();
    for (Action.Kind kind : Action.Kind.values()) {
      supports.add(new Support(kind, Optional.empty()));
    }
    results.addAll(Collections.nCopies(good, result(Grade.REPRODUCED, supports)));
    results.addAll(Collections.nCopies(bad, result(Grade.MISFIT, supports)));
    return results;
  }

  private static Result result(Grade grade, List<Support> supports) {
    return new Result(
        WINDOW,
        Production.at(SPLIT),
        grade,
        "",
        List.of(),
        Figures.NONE,
        List.of(),
        List.of(),
        supports);
  }

  private static void near(Figures figures, double factor) {
    assertThat(figures.foretoldP99Millis())
        .as("%s (seeds %d, %d)", figures, PRODUCTION_SEED, SEED)
        .isBetween(figures.seenP99Millis() / factor, figures.seenP99Millis() * factor);
  }

  private static List<Action.Kind> able(List<Support> supports) {
    return supports.stream().filter(s -> s.whyNot().isEmpty()).map(Support::kind).toList();
  }

  private static Result test(Production p) {
    p.run(PRODUCTION_SEED, Integer.MAX_VALUE, END, null, 0);
    return test(p.telemetry(), p.profile());
  }

  private static Result test(Telemetry telemetry, ServiceProfile profile) {
    return Backtest.of(telemetry, profile, WINDOW, SEED, Replications.SEQUENTIAL);
  }

  private static Telemetry tenfoldAfterTheFit(Telemetry telemetry) {
    long split = Production.at(SPLIT).toEpochMilli();
    List<Series> series = new ArrayList<>();
    for (Series s : telemetry.series()) {
      boolean seen =
          !s.key().metric().equals(Metric.REQUEST_RATE)
              && !s.key().metric().equals(Metric.PODS_READY)
              && !s.key().metric().equals(Metric.COMPLETION_RATE);
      long[] times = new long[s.size()];
      double[] values = new double[s.size()];
      for (int i = 0; i < times.length; i++) {
        times[i] = s.epochMillis(i);
        values[i] = (seen && times[i] > split ? 10 : 1) * s.value(i);
      }
      series.add(new Series(s.key(), times, values));
    }
    return new Telemetry(series, telemetry.changes(), telemetry.logs());
  }

  private static Telemetry everyMinute(int points) {
    long[] times = new long[points];
    double[] values = new double[points];
    for (int i = 0; i < points; i++) {
      times[i] = Production.at(60 * i).toEpochMilli();
      values[i] = 100;
    }
    SeriesKey key = SeriesKey.of(Metric.REQUEST_RATE, Production.SERVICE, Production.EAST);
    return new Telemetry(List.of(new Series(key, times, values)), List.of(), List.of());
  }

  /** Runs the last replication first. */
  private static final class Backwards implements Replications {
    @Override
    public <T> List<T> run(int from, int to, IntFunction<T> replication) {
      List<T> results = new ArrayList<>();
      for (int i = to - 1; i >= from; i--) {
        results.addFirst(replication.apply(i));
      }
      return results;
    }
  }
}
