package dev.aegis.question;

import dev.aegis.question.Meaning.Held;
import dev.aegis.question.MetricColumn.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names that the data at hand give: columns of numbers, of labels, and their values. */
final class Names {
  /** Words for the same dimension, whichever of them the data use. */
  private static final List<List<String>> KINDRED =
      List.of(
          List.of("service", "app", "application", "microservice", "component", "svc", "job"),
          List.of("region", "datacenter", "dc", "data center", "location"),
          List.of("version", "release", "build", "image tag", "image"),
          List.of("pod", "instance", "replica", "container"),
          List.of("host", "node", "machine", "server", "hostname", "box", "vm"),
          List.of("endpoint", "route", "path", "url", "operation", "handler", "uri", "api call"),
          List.of("status", "status code", "code", "http status", "response code", "http code"),
          List.of("tenant", "customer", "client", "account", "organisation", "organization", "org"),
          List.of("zone", "az", "availability zone"),
          List.of("level", "severity", "log level"),
          List.of("track", "channel", "stage", "ring"),
          List.of("method", "verb", "http method"),
          List.of("callee", "dependency", "callees", "dependencies"));

  /** Columns that only changes have. */
  static final String EVENT_SERVICE = "service of a change";

  static final String EVENT_VERSION = "version of a change";

  private final Schema schema;
  private final Map<String, MetricWords> metrics = new HashMap<>();
  private final Set<String> metricVocabulary = new TreeSet<>();
  private final Map<String, Set<String>> labels = new HashMap<>();
  private final Map<String, List<Held>> values = new HashMap<>();
  private int longestValue = 1;

  Names(Schema schema) {
    this.schema = schema;
    for (MetricColumn metric : schema.metrics()) {
      MetricWords words = MetricWords.ofColumn(metric.column());
      metrics.put(metric.column(), words);
      metricVocabulary.addAll(words.said());
      metricVocabulary.addAll(words.implied());
    }
    schema.dimensions().forEach(this::learnLabel);
    schema.dimensions().forEach(this::learnValues);
    for (Schema.Event event : schema.events()) {
      learnEvent(EVENT_SERVICE, event.service());
      learnEvent(EVENT_VERSION, event.version());
    }
  }

  /** Names that only changes have, so that they can be asked for. */
  private void learnEvent(String column, String value) {
    String key = value.strip().toLowerCase(Locale.ROOT);
    boolean number = key.matches("[0-9]+(\\.[0-9]+)?");
    if (!key.isEmpty() && !values.containsKey(key) && Lexicon.find(key).isEmpty() && !number) {
      values.put(key, new ArrayList<>(List.of(new Held(column, value))));
    }
  }

  private void learnLabel(Schema.Dimension dimension) {
    List<String> words = MetricWords.split(dimension.column());
    addLabel(String.join(" ", words), dimension.column());
    addLabel(dimension.column().toLowerCase(Locale.ROOT), dimension.column());
    List<String> bare = new ArrayList<>(words);
    while (bare.size() > 1 && Set.of("name", "id", "code").contains(bare.getLast())) {
      bare.removeLast();
      addLabel(String.join(" ", bare), dimension.column());
    }
    String own = String.join(" ", words);
    String shorter = String.join(" ", bare);
    for (List<String> kindred : KINDRED) {
      if (kindred.contains(own) || kindred.contains(shorter)) {
        kindred.forEach(word -> addKindred(word, dimension.column()));
      }
    }
  }

  private void addLabel(String phrase, String column) {
    labels.computeIfAbsent(phrase, p -> new TreeSet<>()).add(column);
  }

  /** A word that is another column's own name stays that column's. */
  private void addKindred(String word, String column) {
    boolean owned =
        schema.dimensions().stream()
            .anyMatch(d ->
                !d.column().equals(column)
                    && String.join(" ", MetricWords.split(d.column())).equals(word));
    if (!owned) {
      addLabel(word, column);
    }
  }

  private void learnValues(Schema.Dimension dimension) {
    for (String value : dimension.values()) {
      String key = value.strip().toLowerCase(Locale.ROOT);
      if (!key.isEmpty()) {
        values
            .computeIfAbsent(key, k -> new ArrayList<>())
            .add(new Held(dimension.column(), value));
        longestValue = Math.max(longestValue, key.split("\\s+").length);
      }
    }
  }

  int longest() {
    return Math.max(longestValue, Lexicon.LONGEST);
  }

  /** The columns of labels that go by this phrase. */
  Set<String> labels(String phrase) {
    Set<String> found = labels.get(phrase);
    if (found != null) {
      return found;
    }
    int last = phrase.lastIndexOf(' ') + 1;
    String one = phrase.substring(0, last) + MetricWords.singular(phrase.substring(last));
    return labels.getOrDefault(one, Set.of());
  }

  /** The labels that have exactly this value. */
  List<Held> values(String phrase) {
    return values.getOrDefault(phrase, List.of());
  }

  /** The values of a dimension with exactly this name. */
  Optional<Held> value(String column, String phrase) {
    return values(phrase.toLowerCase(Locale.ROOT)).stream()
        .filter(h -> h.column().equals(column))
        .findFirst();
  }

  /** Whether a metric of the data could be called by this word. */
  boolean ofMetric(String word) {
    return MetricWords.ofPerson(List.of(word)).stream().anyMatch(metricVocabulary::contains);
  }

  /** Whether a word may stand beside the name of a metric without telling anything. */
  boolean besideMetric(String word) {
    Set<String> said = MetricWords.ofPerson(List.of(word));
    return !said.isEmpty() && said.stream().allMatch(MetricWords::isVague);
  }

  /** The metrics that these words name best; several when they fit alike. */
  Optional<Meaning> metric(List<String> words) {
    String written = String.join(" ", words);
    for (MetricColumn metric : schema.metrics()) {
      if (metric.column().equalsIgnoreCase(written)) {
        return Optional.of(new Meaning.Metric(List.of(metric), 0));
      }
    }
    Set<String> said = MetricWords.ofPerson(words);
    if (said.stream().allMatch(MetricWords::isVague)) {
      // "rate" alone is no name, but of a column that is called so.
      return best(said).filter(m -> m instanceof Meaning.Metric metric && metric.fit() == 0);
    }
    Optional<Meaning> found = best(said);
    if (found.isPresent()) {
      return found;
    }
    Optional<Meaning> ratio = ratio(said);
    if (ratio.isPresent()) {
      return ratio;
    }
    Set<String> telling = new LinkedHashSet<>(said);
    telling.removeIf(MetricWords::isVague);
    boolean rateLost = said.contains("rate") && !telling.contains("rate");
    return telling.isEmpty() || telling.equals(said) || rateLost ? Optional.empty() : best(telling);
  }

  private Optional<Meaning> best(Set<String> said) {
    int best = Integer.MAX_VALUE;
    List<MetricColumn> fitting = new ArrayList<>();
    for (MetricColumn metric : schema.metrics()) {
      MetricWords words =
          metrics.getOrDefault(metric.column(), MetricWords.ofColumn(metric.column()));
      int fit = words.fit(said);
      if (fit >= 0 && fit < best) {
        best = fit;
        fitting.clear();
      }
      if (fit == best) {
        fitting.add(metric);
      }
    }
    return fitting.isEmpty() ? Optional.empty() : Optional.of(new Meaning.Metric(fitting, best));
  }

  /** An error rate where the data count errors and requests. */
  private Optional<Meaning> ratio(Set<String> said) {
    if (!said.equals(Set.of("error", "rate"))) {
      return Optional.empty();
    }
    List<MetricColumn> errors = counted("error");
    List<MetricColumn> requests = List.of();
    for (String word : List.of("request", "hit", "call", "query", "transaction", "invocation")) {
      requests = requests.isEmpty() ? counted(word) : requests;
    }
    return errors.size() == 1 && requests.size() == 1
        ? Optional.of(new Meaning.PartOf(errors.getFirst(), requests.getFirst()))
        : Optional.empty();
  }

  private List<MetricColumn> counted(String word) {
    return schema.metrics().stream()
        .filter(m -> m.kind() == Kind.COUNT)
        .filter(m -> {
          int fit =
              metrics.getOrDefault(m.column(), MetricWords.ofColumn(m.column())).fit(Set.of(word));
          return fit >= 0 && fit <= 2;
        })
        .toList();
  }

  /** Every name that may be typed, to offer the nearest. */
  List<String> all() {
    Set<String> all = new LinkedHashSet<>();
    schema.metrics().forEach(m -> all.add(m.column()));
    schema.dimensions().forEach(d -> all.add(d.column()));
    schema.dimensions().forEach(d -> d.values().stream().limit(500).forEach(all::add));
    return List.copyOf(all);
  }
}
