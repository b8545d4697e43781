package dev.aegis.question;

import dev.aegis.question.Draft.Mention;
import dev.aegis.question.MetricColumn.Kind;
import java.util.List;

/** The metrics of a draft, looked up: each has to be one column. */
final class NamedMetrics {
  private final Draft draft;
  private final Schema schema;

  NamedMetrics(Draft draft, Schema schema) {
    this.draft = draft;
    this.schema = schema;
  }

  /** The only metric that was named. */
  MetricColumn one() {
    if (draft.metrics.size() != 1) {
      throw draft.metrics.isEmpty()
          ? new NotUnderstood("metric", "no metric of the data is named")
          : new NotUnderstood(
              draft.metrics.get(1).text(), "two metrics, but the question takes one");
    }
    return of(draft.metrics.getFirst());
  }

  /** The column that is meant, where it is one. */
  MetricColumn of(Mention mention) {
    return switch (mention.meaning()) {
      case Meaning.Metric metric when metric.columns().size() == 1 -> metric.columns().getFirst();
      case Meaning.Metric metric -> throw ambiguous(mention.text(), metric.columns());
      case Meaning.PartOf part ->
          throw new NotUnderstood(
              mention.text(),
              "it is "
                  + part.part().column()
                  + " over "
                  + part.whole().column()
                  + " here, which this question cannot take; name one of them");
      default -> throw new NotUnderstood(mention.text(), "no metric is called so");
    };
  }

  private static NotUnderstood ambiguous(String text, List<MetricColumn> columns) {
    List<String> names = columns.stream().map(MetricColumn::column).toList();
    return new NotUnderstood(text, "it may be " + String.join(" or ", names), names);
  }

  /** The time that "slow" is about. */
  MetricColumn slowness(String word) {
    List<MetricColumn> times =
        schema.metrics().stream().filter(m -> m.kind() == Kind.TIME).toList();
    if (times.size() == 1) {
      return times.getFirst();
    }
    List<String> said =
        times.stream().map(m -> Interpreter.APPENDED + " by " + m.column()).toList();
    throw new NotUnderstood(
        word,
        times.isEmpty()
            ? "no time is measured in the data"
            : "it may be " + String.join(" or ", times.stream().map(MetricColumn::column).toList()),
        said);
  }
}
