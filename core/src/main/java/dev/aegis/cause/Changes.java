package dev.aegis.cause;

import dev.aegis.telemetry.Change;
import java.util.Optional;

/**
 * The changes before the onset and what they may have begun.
 *
 * @param evidence id; empty when changes are not recorded at all
 * @param recorded whether changes are recorded, so that their absence says something
 * @param deployPlausibility of the likeliest deploy, 0 to 1; NaN when changes are not recorded
 * @param releasePlausibility of the likeliest deploy, configuration or flag
 * @param deploy the likeliest deploy
 * @param release the likeliest deploy, configuration or flag
 */
record Changes(
    String evidence,
    boolean recorded,
    double deployPlausibility,
    double releasePlausibility,
    Optional<Change> deploy,
    Optional<Change> release) {

  /**
   * The change that a leak may have come with: the likeliest release where that is a setting, else
   * the likeliest deploy.
   */
  Optional<Change> leakBegan() {
    return release.filter(Changes::isSetting).or(() -> deploy);
  }

  /** Whether a flag or a configuration value was changed, so that versions tell nothing of it. */
  static boolean isSetting(Change change) {
    return switch (change.kind()) {
      case FLAG, CONFIG -> true;
      case DEPLOY, SCALE -> false;
    };
  }

  /** What was changed, in words: a version, or a setting with its value. */
  static String words(Change change) {
    String value = Words.name(change.version());
    String name = change.setting().isEmpty() ? "" : Words.name(change.setting()) + " = ";
    return switch (change.kind()) {
      case DEPLOY -> value;
      case CONFIG -> "configuration " + name + value;
      case FLAG -> "flag " + name + value;
      case SCALE -> "scale " + value;
    };
  }

  static Changes ask(Inquiry inquiry, Exhibits exhibits) {
    Sql.Rows count = exhibits.ask(Queries.changesRecorded());
    double all = count.rows().isEmpty() ? 0 : count.number(count.rows().getFirst(), "count");
    if (!(all > 0)) {
      return new Changes(
          "", false, Double.NaN, Double.NaN, inquiry.suspectedDeploy(), inquiry.suspectedRelease());
    }
    String query = Queries.changesBefore(inquiry.onset());
    Sql.Rows rows = exhibits.ask(query);
    String id =
        rows.rows().isEmpty()
            ? none(inquiry, exhibits)
            : exhibits.keep(
                rows.rows().size() + " changes in the six hours before the onset", query, rows);
    ChangeCorrelation correlation = inquiry.correlation();
    return new Changes(
        id,
        true,
        inquiry.suspectedDeploy().map(correlation::plausibility).orElse(0.0),
        inquiry.suspectedRelease().map(correlation::plausibility).orElse(0.0),
        inquiry.suspectedDeploy(),
        inquiry.suspectedRelease());
  }

  /** That there is none is a count of zero. */
  private static String none(Inquiry inquiry, Exhibits exhibits) {
    String query = Queries.changesCounted(inquiry.onset());
    return exhibits.keep("no change in the six hours before the onset", query, exhibits.ask(query));
  }
}
