package dev.aegis.question;

import dev.aegis.question.Draft.Threshold;
import dev.aegis.question.MetricColumn.Kind;
import dev.aegis.question.Schema.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What owners promised, looked up for the one service that a question is about. */
final class Objectives {
  private final Draft draft;
  private final Schema schema;

  Objectives(Draft draft, Schema schema) {
    this.draft = draft;
    this.schema = schema;
  }

  /**
   * The share of errors that is allowed: as it was said, or else as it was declared.
   *
   * @param word what to name when neither was
   */
  double errorShare(String word) {
    if (draft.objective != null) {
      return draft.objective;
    }
    double declared = declared(word, "such as \"with an SLO of 99.9%\"").errorShare();
    if (Double.isNaN(declared)) {
      throw new NotUnderstood(word, "the declared objective says nothing about errors");
    }
    return declared;
  }

  /** The bound that a metric is held to, in its own unit. */
  double bound(MetricColumn metric, Threshold threshold) {
    Objective declared = declared(threshold.text(), "such as \"above 500 ms\"");
    Set<String> words = MetricWords.ofColumn(metric.column()).said();
    if (metric.kind() == Kind.TIME
        && words.contains("p99")
        && !Double.isNaN(declared.p99Millis())) {
      return Units.convert(
          new Threshold(threshold.comparison(), declared.p99Millis(), "ms", threshold.text()),
          metric);
    }
    if (metric.kind() == Kind.RATIO
        && words.contains("error")
        && !Double.isNaN(declared.errorShare())) {
      return Units.exact(declared.errorShare() * (metric.unit().equals("%") ? 100 : 1));
    }
    throw new NotUnderstood(
        threshold.text(),
        "the declared objective says nothing about " + metric.column() + "; say the number");
  }

  private Objective declared(String word, String instead) {
    List<Objective> all = schema.objectives();
    if (all.isEmpty()) {
      throw new NotUnderstood(word, "no objective is declared in the data; say it, " + instead);
    }
    List<String> services = services();
    List<Objective> fitting =
        all.stream()
            .filter(o ->
                o.service().isEmpty()
                    || services.size() == 1 && o.service().equalsIgnoreCase(services.getFirst()))
            .toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    String known = Phrases.listed(all.stream().map(Objective::service).toList());
    throw new NotUnderstood(
        word,
        services.size() == 1
            ? "no objective of " + services.getFirst() + " is declared, only of " + known
            : "objectives are declared of " + known + "; name one service, or say the objective");
  }

  /** Those that are asked about; all of the data where none is named. */
  private List<String> services() {
    List<String> services = new ArrayList<>();
    for (String column : new Names(schema).labels("service")) {
      Question.Filter filter = draft.filters.get(column);
      if (filter != null) {
        services.addAll(filter.negated() ? List.of("", "") : filter.values());
      } else {
        schema.dimension(column).ifPresent(d -> services.addAll(d.values()));
      }
    }
    return services;
  }
}
