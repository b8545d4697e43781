package dev.aegis.question;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Questions that the data at hand can answer, those with the most words in common first. */
final class Suggestions {
  private static final int METRICS = 6;
  private static final int LABELS = 4;

  private final Schema schema;
  private final Names names;

  Suggestions(Schema schema, Names names) {
    this.schema = schema;
    this.names = names;
  }

  List<String> of(String question) {
    Set<String> said = words(question);
    List<String> all = new ArrayList<>();
    List<MetricColumn> metrics =
        schema.metrics().stream()
            .sorted(Comparator.comparingInt((MetricColumn m) -> -common(said, words(m.column()))))
            .limit(METRICS)
            .toList();
    List<String> labels =
        schema.dimensions().stream()
            .filter(d -> d.inMetrics() && d.values().size() > 1)
            .map(Schema.Dimension::column)
            .sorted(Comparator.comparingInt(c -> -common(said, words(c))))
            .limit(LABELS)
            .toList();
    boolean deployed = schema.events().stream().anyMatch(e -> Anchor.is("deploy", e.kind()));
    for (MetricColumn metric : metrics) {
      for (String label : labels) {
        all.add("which " + label + " has the highest maximum " + metric.column());
        all.add("average " + metric.column() + " by " + label);
      }
      if (deployed) {
        all.add("average " + metric.column() + " before and after the deploy");
      }
      all.add("maximum " + metric.column() + " in the last 15 minutes");
    }
    if (schema.logs()) {
      all.add("top 5 log patterns");
      all.add("number of log lines by level");
    }
    if (!schema.events().isEmpty()) {
      all.add("what changed");
    }
    all.sort(Comparator.comparingInt(q -> -common(said, words(q))));
    return all;
  }

  private Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    for (String word : MetricWords.split(text)) {
      words.add(MetricWords.singular(word));
      names.labels(word).forEach(words::add);
    }
    words.addAll(MetricWords.ofPerson(MetricWords.split(text)));
    return words;
  }

  private static int common(Set<String> one, Set<String> other) {
    return (int) one.stream().filter(other::contains).count();
  }
}
