package dev.aegis.twin;

import dev.aegis.room.Reason;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.Slo;
import java.util.List;
import java.util.Locale;

/** The verdict in one sentence with figures. */
final class Sentences {
  private final List<Path> paths;
  private final List<Path> nothing;
  private final List<Judged> judged;
  private final ServiceModel model;
  private final Slo slo;

  Sentences(
      List<Path> paths, List<Path> nothing, List<Judged> judged, ServiceModel model, Slo slo) {
    this.paths = paths;
    this.nothing = nothing;
    this.judged = judged;
    this.model = model;
    this.slo = slo;
  }

  String of(Reason reason) {
    Path path = example(reason);
    return switch (reason) {
      case HOLDS -> holds();
      case CAUSE_PERSISTS -> persists(path, judged.get(paths.indexOf(path)));
      case TOO_SLOW ->
          text(
              "the SLO is met again only after %.1f min",
              judged.get(paths.indexOf(path)).recoverySeconds() / 60);
      case WORSENS -> worsens(path);
      case NO_HEADROOM -> noHeadroom(path);
      case NOT_ENOUGH -> notEnough(path);
      case TOO_CLOSE -> tooClose();
      case DOES_NOT_REPRODUCE, NOT_OBSERVED ->
          throw new IllegalArgumentException("expected a reason read off paths, found " + reason);
    };
  }

  private Path example(Reason reason) {
    for (int i = 0; i < paths.size(); i++) {
      if (judged.get(i).reason() == reason) {
        return paths.get(i);
      }
    }
    return paths.getFirst();
  }

  private String holds() {
    double[] recovery = judged.stream().mapToDouble(Judged::recoverySeconds).toArray();
    double at = Quantile.median(recovery);
    double[] p99 = new double[paths.size()];
    double[] errors = new double[paths.size()];
    for (int i = 0; i < p99.length; i++) {
      p99[i] = Quantile.median(since(paths.get(i), paths.get(i).p99()[0], at));
      errors[i] = Quantile.median(since(paths.get(i), paths.get(i).errors()[0], at));
    }
    long held = judged.stream().filter(Judged::succeeded).count();
    return text(
        "p99 about %,.0f ms and %.1f %% errors from %s on, held to the end of %.0f min in %d of %d"
            + " replays",
        Quantile.median(p99),
        100 * Quantile.median(errors),
        at <= 0 ? "now" : text("%.1f min", at / 60),
        horizonMinutes(),
        held,
        paths.size());
  }

  private static double[] since(Path path, double[] values, double seconds) {
    double[] kept = new double[values.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = path.seconds()[i] > seconds ? values[i] : Double.NaN;
    }
    return kept;
  }

  private String persists(Path path, Judged verdict) {
    int died = 0;
    double fullest = 0;
    double fullestAt = 0;
    int lastDeath = -1;
    for (int i = 0; i < path.size(); i++) {
      for (int r = 0; r < path.regions(); r++) {
        died += path.died()[r][i];
        lastDeath = path.died()[r][i] > 0 ? i : lastDeath;
        if (path.heap()[r][i] > fullest) {
          fullest = path.heap()[r][i];
          fullestAt = path.seconds()[i] / 60;
        }
      }
    }
    String growth =
        died > 0
            ? text(
                "pods run out of memory %s by minute %.0f",
                died == 1 ? "once" : text("%d times", died), path.seconds()[lastDeath] / 60)
            : text("the heap is %.0f %% full by minute %.0f", 100 * fullest, fullestAt);
    String lost =
        verdict.lostAt() >= 0
            ? text(
                "the SLO is met for a while and lost again at minute %.0f", minute(path, verdict))
            : "the SLO is not met for good";
    return "the leak goes on under the fix: " + growth + "; " + lost;
  }

  private static double minute(Path path, Judged verdict) {
    return path.seconds()[verdict.lostAt()] / 60;
  }

  private String worsens(Path path) {
    Path other = nothing.getFirst();
    int n = Math.min(path.size(), other.size()) - 1;
    String calls = "";
    double with = path.dependencyMillis()[0][n];
    double without = other.dependencyMillis()[0][n];
    if (with > 1.1 * without) {
      calls = text("; a call to the dependency takes %,.0f ms instead of %,.0f", with, without);
    }
    return text(
        "it makes things worse: %.0f %% errors at p99 %,.0f ms in %.0f min, against %.0f %% at"
            + " %,.0f ms when nothing is done%s",
        100 * path.errors()[0][n],
        path.p99()[0][n],
        path.seconds()[n] / 60,
        100 * other.errors()[0][n],
        other.p99()[0][n],
        calls);
  }

  private String noHeadroom(Path path) {
    int n = path.size() - 1;
    int worst = 1;
    for (int r = 2; r < path.regions(); r++) {
      worst = path.errors()[r][n] > path.errors()[worst][n] ? r : worst;
    }
    return text(
        "%s cannot carry it: its %d pods are %.0f %% busy and its own clients see %.0f %% errors at"
            + " p99 %,.0f ms",
        model.regions().get(worst).name(),
        path.ready()[worst][n],
        100 * path.utilisation()[worst][n],
        100 * path.errors()[worst][n],
        path.p99()[worst][n]);
  }

  private String notEnough(Path path) {
    int n = path.size() - 1;
    return text(
        "it is not enough: p99 %,.0f ms and %.1f %% errors after %.0f min, where %,.0f ms and %.1f"
            + " %% are promised",
        path.p99()[0][n],
        100 * path.errors()[0][n],
        path.seconds()[n] / 60,
        slo.latencyP99Millis(),
        100 * slo.errorRatio());
  }

  private String tooClose() {
    long held = judged.stream().filter(Judged::succeeded).count();
    return text("too close to call: the SLO is held in %d of %d replays", held, paths.size());
  }

  private double horizonMinutes() {
    return paths.getFirst().seconds()[paths.getFirst().size() - 1] / 60;
  }

  // The annotation it asks for would be a dependency of the core.
  @SuppressWarnings("AnnotateFormatMethod")
  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
