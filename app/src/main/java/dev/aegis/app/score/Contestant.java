package dev.aegis.app.score;

import dev.aegis.anomaly.Alarm;
import dev.aegis.anomaly.Detector;
import dev.aegis.anomaly.Sensitivity;
import dev.aegis.anomaly.Watch;
import dev.aegis.surprise.ChangePoint;
import dev.aegis.surprise.Ensemble;
import dev.aegis.surprise.StreamDetector;
import dev.aegis.surprise.ZScore;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A detector that can be graded: each a new one for every series, with one set of parameters. */
enum Contestant {
  /** All members together, with the weights and the fading that it always has. */
  ENSEMBLE("aegis"),
  /** What opens rooms where nothing is promised, as it is: one score an incident. */
  WATCH("aegis_watch"),
  /** The rolling z-score of the watch, as it is: one score an alarm. */
  Z_SCORE("aegis_z_score"),
  /** The rolling median of the watch, as it is: one score an alarm. */
  MEDIAN_MAD("aegis_median_mad"),
  /** Sigmas from an exponentially weighted mean, each point for itself. */
  WEIGHTED_Z_SCORE("aegis_weighted_z_score"),
  /** The sums of a level that has changed. */
  CHANGE_POINT("aegis_change_point");

  private static final SeriesKey VALUE = SeriesKey.of(new Metric("value"), "series", "");

  private static final ServiceProfile PROMISING_NOTHING =
      ServiceProfile.undeclared("series", new Slo(Double.POSITIVE_INFINITY, 0.5));

  /** Gives each point of one series its score. */
  interface Judge {
    double score(long epochMillis, double value);
  }

  private final String nabName;

  Contestant(String nabName) {
    this.nabName = nabName;
  }

  static Optional<Contestant> named(String wire) {
    return Arrays.stream(values()).filter(each -> each.wire().equals(wire)).findFirst();
  }

  /** Those of all, for people. */
  static String names() {
    return Arrays.stream(values()).map(Contestant::wire).collect(Collectors.joining(", "));
  }

  /** As it is typed. */
  String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As the benchmark's files call it. */
  String nabName() {
    return nabName;
  }

  /** One for a series that was not looked at yet. */
  Judge judge() {
    return switch (this) {
      case ENSEMBLE -> stream(new Ensemble());
      case WATCH -> incidents(new Watch(PROMISING_NOTHING));
      case Z_SCORE -> alarms(Detector.zScore(Sensitivity.GENERIC));
      case MEDIAN_MAD -> alarms(Detector.medianMad(Sensitivity.GENERIC));
      case WEIGHTED_Z_SCORE -> stream(new ZScore());
      case CHANGE_POINT -> stream(new ChangePoint());
    };
  }

  private static Judge incidents(Watch watch) {
    return (epochMillis, value) -> {
      Series newest = new Series(VALUE, new long[] {epochMillis}, new double[] {value});
      Telemetry observed = new Telemetry(List.of(newest), List.of(), List.of());
      return watch.read(observed).isEmpty() ? 0 : 1;
    };
  }

  private static Judge stream(StreamDetector detector) {
    return detector::offer;
  }

  private static Judge alarms(Detector detector) {
    return (epochMillis, value) ->
        detector.offer(epochMillis, value).map(Alarm::score).map(Math::abs).orElse(0.0);
  }
}
