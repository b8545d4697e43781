package dev.aegis.twin;

import dev.aegis.room.Outlook;
import dev.aegis.telemetry.Quantile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads off the paths whether services collapse and what regions have left. */
final class Outlooks {
  /** The end of the horizon, in which a service has collapsed or not. */
  private static final double END = 0.2;

  private static final double COLLAPSED = 0.5;

  private Outlooks() {}

  static Outlook of(ReplayRun run, ServiceModel model) {
    return new Outlook(collapse(run.paths()), collapse(run.nothing()), headroom(run, model));
  }

  private static double collapse(List<Path> paths) {
    long collapsed = paths.stream().filter(Outlooks::collapses).count();
    return (collapsed + 1.0) / (paths.size() + 2.0);
  }

  static boolean collapses(Path path) {
    int from = (int) Math.floor((1 - END) * path.size());
    for (double[] errors : path.errors()) {
      double mean =
          Arrays.stream(errors, from, path.size())
              .filter(Double::isFinite)
              .average()
              .orElse(Double.NaN);
      if (mean > COLLAPSED) {
        return true;
      }
    }
    return false;
  }

  private static List<Outlook.Headroom> headroom(ReplayRun run, ServiceModel model) {
    List<Outlook.Headroom> left = new ArrayList<>();
    for (int r = 0; r < model.regions().size(); r++) {
      int region = r;
      double share = Quantile.median(run.paths().stream().mapToDouble(path -> left(path, region)));
      if (Double.isFinite(share)) {
        left.add(new Outlook.Headroom(model.regions().get(r).name(), Math.clamp(share, 0, 1)));
      }
    }
    return left;
  }

  /** Free slots in the busiest interval once the action is done; NaN without pods. */
  private static double left(Path path, int region) {
    double least = Double.NaN;
    for (int i = path.doneAt(); i < path.size(); i++) {
      double free = 1 - path.utilisation()[region][i];
      least = Double.isNaN(least) || free < least ? free : least;
    }
    return least;
  }
}
