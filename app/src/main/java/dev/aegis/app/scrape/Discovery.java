package dev.aegis.app.scrape;

import dev.aegis.app.intake.CleanText;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Asks who can be scraped, as Prometheus does (<a
 * href="https://prometheus.io/docs/prometheus/latest/http_sd/">HTTP service discovery</a>). The
 * label {@code __metrics_path__} says where a target answers; other labels in double underscores
 * are the discovery's own and are dropped. Targets that are not on this machine are refused.
 */
public final class Discovery {
  private static final int BYTES = 4 << 20;
  private static final int TARGETS = 5_000;
  private static final int LABELS = 64;
  private static final String FORM = "a list of {\"targets\": [\"HOST:PORT\"], \"labels\": {}}";

  private final LoopbackHttp http;
  private final URI uri;

  /**
   * Does not ask yet.
   *
   * @throws FetchException when the address is not on this machine
   */
  public Discovery(LoopbackHttp http, URI uri) {
    LoopbackHttp.requireLoopback(uri);
    this.http = http;
    this.uri = uri;
  }

  /**
   * Everyone there is now, in the order given; a target named twice counts once.
   *
   * @throws FetchException when the answer does not come or is none
   * @throws InterruptedException when the thread was interrupted
   */
  public List<Target> targets() throws InterruptedException {
    JsonNode groups = JsonText.parse(uri, http.get(uri, "application/json", BYTES));
    if (!groups.isArray()) {
      throw unreadable(groups);
    }
    Map<URI, Target> found = new LinkedHashMap<>();
    for (JsonNode group : groups) {
      JsonNode addresses = group.isObject() ? group.get("targets") : null;
      if (addresses == null || !addresses.isArray()) {
        throw unreadable(group);
      }
      Map<String, String> labels = labels(group.get("labels"));
      for (JsonNode address : addresses) {
        Target target = target(address, labels);
        found.putIfAbsent(target.metrics(), target);
      }
      if (found.size() > TARGETS) {
        throw JsonText.unreadable(uri, "at most " + TARGETS + " targets", "more", null);
      }
    }
    return new ArrayList<>(found.values());
  }

  private Target target(JsonNode address, Map<String, String> labels) {
    String path = labels.getOrDefault("__metrics_path__", "/metrics");
    if (!address.isString() || !path.startsWith("/")) {
      throw unreadable(address);
    }
    try {
      URI metrics = URI.create("http://" + address.asString() + path);
      LoopbackHttp.requireLoopback(metrics);
      if (metrics.getPort() < 1 || metrics.getPort() > 65_535) {
        throw unreadable(address);
      }
      Map<String, String> kept = new TreeMap<>(labels);
      kept.keySet().removeIf(name -> name.startsWith("__"));
      return new Target(metrics, kept);
    } catch (IllegalArgumentException e) {
      throw unreadable(address);
    }
  }

  private Map<String, String> labels(@org.jspecify.annotations.Nullable JsonNode given) {
    Map<String, String> labels = new TreeMap<>();
    if (given == null) {
      return labels;
    }
    if (!given.isObject() || given.size() > LABELS) {
      throw unreadable(given);
    }
    for (Map.Entry<String, JsonNode> label : given.properties()) {
      if (!label.getValue().isString()) {
        throw unreadable(given);
      }
      labels.put(CleanText.name(label.getKey()), CleanText.name(label.getValue().asString()));
    }
    return labels;
  }

  private FetchException unreadable(JsonNode found) {
    return JsonText.unreadable(uri, FORM, Said.of(found.toString()), null);
  }
}
