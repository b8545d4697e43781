package dev.aegis.app.serve;

import dev.aegis.app.page.HealthView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How a running {@code serve} is, for people. */
final class Health {
  /** What tells that something goes wrong, among all that is counted. */
  private static final Pattern WRONG =
      Pattern.compile("aegis_.*(dropped|refused|malformed|overloaded|failures).*");

  private final ServeConfig config;
  private final Duty duty;
  private final Traffic traffic;
  private final Notifying notifying;
  private final InstantSource clock;

  Health(ServeConfig config, Duty duty, Traffic traffic, Notifying notifying, InstantSource clock) {
    this.config = config;
    this.duty = duty;
    this.traffic = traffic;
    this.notifying = notifying;
    this.clock = clock;
  }

  HealthView now() {
    return new HealthView(services(), sources(), counts());
  }

  private List<HealthView.Row> services() {
    Map<String, Integer> known = duty.known();
    List<HealthView.Row> rows = new ArrayList<>();
    config
        .services()
        .forEach(declared -> {
          String service = declared.profile().service();
          int series = known.getOrDefault(service, 0);
          rows.add(
              new HealthView.Row(
                  service,
                  series > 0 ? "good" : "warn",
                  series > 0 ? "watched" : "nothing is told of it",
                  series + " series, " + declared.policy().autonomy().word() + round()));
        });
    return rows;
  }

  private String round() {
    Instant last = duty.lastRound();
    return last.equals(Instant.MIN)
        ? ", the first round has not ended"
        : ", looked at " + Duration.between(last, clock.instant()).toSeconds() + " s ago";
  }

  private List<HealthView.Row> sources() {
    List<HealthView.Row> rows = new ArrayList<>();
    for (Source source : config.sources()) {
      rows.add(new HealthView.Row(source.name(), "calm", source.kind().word(), source.words()));
    }
    traffic
        .values()
        .forEach((name, value) -> {
          if (name.startsWith("aegis_target_up{")) {
            String target = name.substring(name.indexOf('{') + 1, name.length() - 1);
            rows.add(
                new HealthView.Row(
                    target, value > 0 ? "good" : "bad", value > 0 ? "up" : "does not answer", ""));
          }
        });
    rows.addAll(notifying.rows());
    return rows;
  }

  private List<HealthView.Row> counts() {
    List<HealthView.Row> rows = new ArrayList<>();
    traffic
        .values()
        .forEach((name, value) -> {
          boolean wrong = WRONG.matcher(name).matches() && value > 0;
          rows.add(
              new HealthView.Row(
                  name, wrong ? "warn" : "calm", String.format(Locale.ROOT, "%,d", value), ""));
        });
    return rows;
  }
}
