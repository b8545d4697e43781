package dev.aegis.app.serve;

import dev.aegis.app.intake.YamlSection;
import dev.aegis.app.scrape.Authority;
import dev.aegis.app.scrape.Target;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a source is asked that sends nothing by itself.
 *
 * @param targets where; a server has one, without labels
 * @param match which series of a server are pulled, as matchers; may be empty
 * @param timeout for each answer
 * @param trusted whose certificates are believed; {@code null} for those that Java believes
 * @param linkLocal whether it may be at an address that is refused otherwise
 */
record Asked(
    List<Target> targets,
    String match,
    Duration timeout,
    @Nullable SSLContext trusted,
    boolean linkLocal) {
  /** Keys of a source that is asked, and of no other. */
  static final List<String> KEYS =
      List.of("url", "match", "targets", "labels", "timeout", "ca_file", "link_local");

  static final int MOST_TARGETS = 1_000;

  private static final Duration SERVER_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration TARGET_TIMEOUT = Duration.ofSeconds(10);
  private static final String URL = "https?://[^/?#@\\s]+(/[^?#\\s]*)?";
  private static final String HOST_PORT = "[^/?#@\\s]+:[0-9]{1,5}";
  private static final String LABEL = "(?!__)[a-zA-Z_][a-zA-Z0-9_]*";

  Asked {
    targets = List.copyOf(targets);
  }

  /** How the source of this section is asked; {@code null} for a kind that sends. */
  static @Nullable Asked of(YamlSection section, Kind kind, Path config, Duration step) {
    for (String key : KEYS) {
      if (section.has(key) && !keysOf(kind).contains(key)) {
        throw section.wrong(key, "no such key for a source of kind " + kind.word());
      }
    }
    return switch (kind) {
      case PROMETHEUS ->
          new Asked(
              List.of(new Target(address(section), Map.of())),
              section.text("match"),
              timeout(section, SERVER_TIMEOUT, SERVER_TIMEOUT.multipliedBy(4)),
              trusted(section, config),
              linkLocal(section));
      case SCRAPE ->
          new Asked(
              targets(section),
              "",
              timeout(section, shorter(TARGET_TIMEOUT, step), step),
              trusted(section, config),
              linkLocal(section));
      case REMOTE_WRITE,
          OTLP,
          ALERTMANAGER,
          GRAFANA,
          PAGERDUTY,
          CLOUDEVENTS,
          KUBERNETES,
          GITHUB,
          ARGOCD,
          CDEVENTS,
          CHANGES ->
          null;
    };
  }

  private static List<String> keysOf(Kind kind) {
    if (kind == Kind.PROMETHEUS) {
      return List.of("url", "match", "timeout", "ca_file", "link_local");
    }
    return kind == Kind.SCRAPE
        ? List.of("targets", "labels", "timeout", "ca_file", "link_local")
        : List.of();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration timeout(YamlSection section, Duration usual, Duration longest) {
    Duration timeout = section.duration("timeout").orElse(usual);
    if (timeout.toMillis() < 1 || timeout.compareTo(longest) > 0) {
      throw section.wrong(
          "timeout", "a duration above 0, of at most " + longest.toSeconds() + "s here");
    }
    return timeout;
  }

  private static @Nullable SSLContext trusted(YamlSection section, Path config) {
    if (!section.has("ca_file")) {
      return null;
    }
    try {
      return Authority.in(config.resolveSibling(section.required("ca_file")));
    } catch (IOException e) {
      throw section.wrong("ca_file", "a file of certificates in PEM that can be read");
    }
  }

  private static boolean linkLocal(YamlSection section) {
    String word = section.text("link_local");
    if (!List.of("", "true", "false").contains(word)) {
      throw section.wrong("link_local", "true or false");
    }
    return word.equals("true");
  }

  private static URI address(YamlSection section) {
    String text = section.required("url");
    try {
      if (text.matches(URL)) {
        return new URI(text);
      }
    } catch (URISyntaxException e) {
      // Refused below, as what does not have the form.
    }
    throw section.wrong("url", "an address such as https://prometheus.example:9090");
  }

  private static List<Target> targets(YamlSection section) {
    Map<String, String> common = new TreeMap<>(section.wordsByKey("labels"));
    if (!common.keySet().stream().allMatch(name -> name.matches(LABEL))) {
      throw section.wrong("labels", "names of letters, digits and _ that no __ leads");
    }
    common.putIfAbsent("job", section.required("name"));
    List<Target> targets = new ArrayList<>();
    Set<URI> seen = new HashSet<>();
    for (String word : section.words("targets")) {
      URI address = target(section, word);
      if (!seen.add(address)) {
        throw section.wrongWord("targets", "each target once", word);
      }
      Map<String, String> labels = new TreeMap<>(common);
      labels.putIfAbsent("instance", address.getAuthority());
      targets.add(new Target(address, labels));
    }
    if (targets.isEmpty() || targets.size() > MOST_TARGETS) {
      throw section.wrong("targets", "a list of 1 to " + MOST_TARGETS + ", such as 10.0.0.7:8080");
    }
    return targets;
  }

  private static URI target(YamlSection section, String word) {
    try {
      if (word.matches(HOST_PORT)) {
        return required(new URI("http://" + word + "/metrics"), section, word);
      }
      if (word.matches(URL)) {
        URI given = new URI(word);
        boolean bare = given.getRawPath().isEmpty();
        return required(bare ? given.resolve("/metrics") : given, section, word);
      }
    } catch (URISyntaxException e) {
      // Refused below, as what does not have the form.
    }
    throw wrong(section, word);
  }

  private static URI required(URI address, YamlSection section, String word) {
    if (address.getHost() == null || address.getPort() == 0 || address.getPort() > 65_535) {
      throw wrong(section, word);
    }
    return address;
  }

  private static RuntimeException wrong(YamlSection section, String word) {
    return section.wrongWord(
        "targets", "HOST:PORT or an address such as https://10.0.0.7:8443/metrics", word);
  }

  /** Where a server is asked. */
  URI url() {
    return targets.getFirst().metrics();
  }

  /** Whether a word of proof would go in clear over a network. */
  boolean inClear() {
    return targets.stream()
        .map(Target::metrics)
        .anyMatch(uri -> uri.getScheme().equals("http") && !isLoopback(uri.getHost()));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
  }

  /** In the words of the list of sources. */
  String words() {
    return targets.getFirst().labels().isEmpty()
        ? "asked at " + url()
        : targets.size() == 1
            ? "target " + targets.getFirst().metrics()
            : targets.size() + " targets";
  }

  /** Without whose certificates are believed, which has no words of its own. */
  @Override
  public String toString() {
    return "Asked" + targets + " within " + timeout;
  }
}
