package dev.aegis.app.serve;

import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.Declared;
import dev.aegis.telemetry.ServiceProfile;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code serve} says when it has started, within 80 columns. */
final class Greeting {
  private final StateDirectory home;
  private final String version;

  Greeting(StateDirectory home, String version) {
    this.home = home;
    this.version = version;
  }

  List<String> of(ServeConfig config, @Nullable Path file, URI address, URI link) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "aegis "
            + version
            + " is on call at "
            + address
            + (config.listen() == null ? ", for this machine alone" : ", for this machine"));
    if (config.listen() != null) {
      lines.add("listens  " + config.listen().place());
      lines.add("         " + config.listen().encryption());
    }
    lines.add("state    " + home.shown(home.path().resolve(OnDuty.STATE)));
    if (config.services().isEmpty()) {
      lines.add(
          "watches  nothing yet: "
              + (file == null ? "there is no aegis.yaml" : "no services in " + file));
    }
    for (Declared declared : config.services()) {
      lines.add("watches  " + service(declared));
      String otherwise = Watched.otherwise(declared.policy());
      if (!otherwise.isEmpty()) {
        lines.add("         " + otherwise);
      }
    }
    config.sources().forEach(source -> lines.add("source   " + source.words()));
    if (config.collector() != null) {
      lines.add("traces   of incidents go to " + config.collector());
    }
    lines.add("");
    if (config.services().isEmpty()) {
      lines.add("To begin, run aegis init, write what your service promises, and start again.");
    }
    lines.add("Look on, with a browser of this machine; the link is good once:");
    lines.add("  " + link);
    lines.add("Prometheus sends its samples here with these lines in prometheus.yml:");
    lines.add("  remote_write:");
    lines.add("    - url: " + address + RemoteWriteRoute.PATH);
    lines.add("Ctrl-C ends it; what is open goes on at the next start.");
    return lines;
  }

  private static String service(Declared declared) {
    ServiceProfile profile = declared.profile();
    return String.format(
        Locale.ROOT,
        "%s: p99 %,.0f ms, errors %s %%, %s",
        profile.service(),
        profile.slo().latencyP99Millis(),
        trimmed(100 * profile.slo().errorRatio()),
        declared.policy().autonomy().word());
  }

  private static String trimmed(double percent) {
    return new java.math.BigDecimal(String.format(Locale.ROOT, "%.3f", percent))
        .stripTrailingZeros()
        .toPlainString();
  }
}
