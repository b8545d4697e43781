package dev.aegis.app.serve;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a source sends. */
enum Kind {
  /** Is asked by Aegis, and sends nothing by itself. */
  PROMETHEUS,
  /** Targets that Aegis scrapes itself. */
  SCRAPE,
  REMOTE_WRITE,
  OTLP,
  ALERTMANAGER,
  GRAFANA,
  PAGERDUTY,
  CLOUDEVENTS,
  KUBERNETES,
  GITHUB,
  ARGOCD,
  CDEVENTS,
  CHANGES;

  /** As people write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Kind> of(String word) {
    return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Kind::word).toList();
  }
}
