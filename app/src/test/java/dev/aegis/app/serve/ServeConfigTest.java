package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.band.Invitation;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.live.Fact;
import dev.aegis.app.notify.Channel;
import dev.aegis.app.oidc.OidcConfig;
import dev.aegis.app.retention.Retention;
import dev.aegis.app.series.SeriesLimits;
import dev.aegis.app.testkit.Ran;
import dev.aegis.room.Severity;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeConfigTest {
  @TempDir Path directory;

  private ServeConfig read(String yaml) throws Exception {
    return Served.config(directory, yaml);
  }

  @Test
  void everyKeyAndDefaultIsPinned() throws Exception {
    assertThat(ServeConfig.TOP)
        .containsExactly(
            "services",
            "step",
            "silence",
            "history",
            "names",
            "limits",
            "sources",
            "retention",
            "mask",
            "otel",
            "listen",
            "oidc",
            "invite",
            "messages");
    assertThat(OidcConfig.KEYS)
        .containsExactly(
            "issuer",
            "client_id",
            "client_secret_env",
            "client_secret_file",
            "name_claim",
            "role_claim",
            "roles",
            "scopes",
            "ca_file");
    assertThat(OidcConfig.DEFAULT_NAME).isEqualTo("preferred_username");
    assertThat(OidcConfig.DEFAULT_ROLE).isEqualTo("groups");
    assertThat(OidcConfig.DEFAULT_SCOPES).containsExactly("profile");
    assertThat(Listen.KEYS)
        .containsExactly("address", "port", "url", "certificate_file", "key_file", "behind_proxy");
    assertThat(Listen.DEFAULT_PORT).isEqualTo(7443);
    assertThat(ServeConfig.OTEL).containsExactly("endpoint");
    assertThat(ServeConfig.LIMITS)
        .containsExactly("series", "points_per_series", "label_bytes", "idle");
    ServeConfig nothing = read("{}\n");
    assertThat(nothing).isEqualTo(ServeConfig.NOTHING);
    assertThat(nothing.step()).isEqualTo(Duration.ofSeconds(15));
    assertThat(nothing.collector()).isNull();
    assertThat(nothing.invitations()).isEmpty();
    assertThat(read("invite: [{agent: cost-watch, severities: [SEV1]}]\n").invitations())
        .containsExactly(new Invitation("cost-watch", Set.of(), Set.of(Severity.SEV1)));
    assertThat(nothing.silence()).isEqualTo(Duration.ofSeconds(60));
    assertThat(nothing.history()).isEqualTo(Duration.ofHours(1));
    assertThat(nothing.retention()).isEqualTo(new Retention(100, Duration.ofDays(90)));
    assertThat(read("retention: {incidents: 7, age: 24h}\n").retention())
        .isEqualTo(new Retention(7, Duration.ofDays(1)));
    assertThat(nothing.limits())
        .isEqualTo(
            new SeriesLimits(
                200_000, 64, 2_048, 256 << 20, 8, Duration.ofMinutes(15), Duration.ofMinutes(10)));
  }

  @Test
  void theFileNamesTheCollectorOrElseTheEnvironmentDoes() throws Exception {
    URI file = URI.create("http://127.0.0.1:4318");
    ServeConfig named = read("otel: {endpoint: 'http://127.0.0.1:4318'}\n");
    assertThat(named.collector()).isEqualTo(file);
    assertThat(named.orCollector("http://other:1").collector()).isEqualTo(file);
    assertThat(read("{}\n").orCollector("http://other:1").collector())
        .isEqualTo(URI.create("http://other:1"));
    assertThat(read("{}\n").orCollector("").collector()).isNull();
    assertThatThrownBy(() -> read("{}\n").orCollector("not an address"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("OTEL_EXPORTER_OTLP_ENDPOINT");
    assertThatThrownBy(() -> read("otel: {endpoint: 4318}\n"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("an address such as");
  }

  @Test
  void readsWhatIsWritten() throws Exception {
    Files.writeString(directory.resolve("secret"), "a-long-secret\n");
    ServeConfig config =
        read(
            """
            services: [checkout.yaml]
            step: 30s
            names:
              metrics: {server_requests: my_requests_total}
              labels: {service: app}
            limits: {series: 1000, idle: 5m}
            sources:
              - {name: gh, kind: github, hmac_file: secret}
            """);

    assertThat(config.services()).hasSize(1);
    assertThat(config.silence()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.names().metrics()).containsEntry(Fact.SERVER_REQUESTS, "my_requests_total");
    assertThat(config.limits().series()).isEqualTo(1_000);
    assertThat(config.sources())
        .containsExactly(new Source("gh", Kind.GITHUB, new Proof.Hmac("a-long-secret")));
    assertThat(config.toString()).as("no secret is ever printed").doesNotContain("a-long");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "servces: [a.yaml]|did you mean services?",
        "step: 100ms|1s to 5m",
        "silence: 1s|no less than step",
        "services: [none.yaml]|expected a file that can be read",
        "names: {metrics: {requests: a}}|unknown key requests",
        "limits: {series: 0}|1 to 1000000",
        "sources: [{name: a, kind: b}]|one of prometheus, scrape, remote_write",
        "history: 1m|5m to 6h",
        "sources: [{name: a, kind: scrape}]|a list of 1 to 1000",
        "sources: [{name: a, kind: scrape, targets: [nohost]}]|HOST:PORT or an address",
        "sources: [{name: a, kind: scrape, targets: ['http://u:p@h:1/']}]|HOST:PORT or an address",
        "sources: [{name: a, kind: scrape, targets: [h:1, h:1]}]|each target once",
        "sources: [{name: a, kind: scrape, targets: [h:1], timeout: 16s}]|of at most 15s",
        "sources: [{name: a, kind: scrape, targets: [h:1], url: 'http://h'}]|no such key",
        "sources: [{name: a, kind: scrape, targets: [h:1], ca_file: none}]|certificates in PEM",
        "sources: [{name: a, kind: scrape, targets: [h:1], labels: {a-b: c}}]|names of letters",
        "sources: [{name: a, kind: otlp, url: 'http://h'}]|no such key for a source of kind otlp",
        "sources: [{name: a, kind: otlp, bearer_env: AEGIS_NOT_SET}]|an environment variable",
        "sources: [{name: a, kind: otlp, bearer_file: none}]|a file that can be read",
        "sources: [{name: a, kind: scrape, targets: [h:1], link_local: 1}]|true or false",
        "sources: [{name: a, kind: otlp}, {name: a, kind: otlp}]|a name of its own"
      })
  void refusesWhatIsWrongWithFileAndKey(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining(".yaml")
        .hasMessageContaining(message);
  }

  @Test
  void whatInitWritesIsReadAndLeftAloneTheSecondTime() throws Exception {
    Path file = directory.resolve("new.yaml");
    Ran first = Ran.aegis(directory, "init", "--config", file.toString());
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(200));
    ServeConfig config = ServeConfig.read(file);
    assertThat(config.services())
        .singleElement()
        .satisfies(d -> assertThat(d.profile().service()).isEqualTo("my-service"));

    Ran second = Ran.aegis(directory, "init", "--config", file.toString());
    assertThat(second.code()).isEqualTo(3);
    assertThat(second.err()).contains("it is left as it is");
  }

  /** Every line that is commented out is one that may be written. */
  @Test
  void theExamplesInsideWhatInitWritesAreValid() throws Exception {
    Files.writeString(directory.resolve("service.yaml"), Served.CHECKOUT);
    String text = Init.text("aegis.yaml");
    String[] parts = text.split("\n# sources:", 2);
    String uncommented =
        parts[0].replaceAll("(?m)^# ((?: {2,}|[a-z]+:).*)$", "$1")
            + "\n# limits:"
            + text.split("\n# limits:", 2)[1];
    ServeConfig config =
        read(uncommented.replaceAll("(?m)^# (limits:|  [a-z_]+: [0-9a-z]+)$", "$1"));

    assertThat(config.limits()).isEqualTo(SeriesLimits.DEFAULTS);
    assertThat(config.names()).isEqualTo(ServeConfig.NOTHING.names());
    assertThat(config.step()).isEqualTo(ServeConfig.DEFAULT_STEP);
    assertThat(List.of(text.split("\n", -1))).allMatch(line -> line.length() <= 100);
  }

  @Test
  void theMessagesInsideWhatInitWritesAreValid() throws Exception {
    Files.writeString(directory.resolve("service.yaml"), Served.CHECKOUT);
    for (String secret : List.of("pagerduty-routing-key", "mail-password")) {
      Files.writeString(directory.resolve(secret), "a-secret-of-a-channel-of-32-chars");
    }
    for (String url : List.of("slack-url", "healthcheck-url")) {
      Files.writeString(directory.resolve(url), "https://hooks.example.com/services/x");
    }
    String text = Init.text("aegis.yaml");
    String section =
        text.substring(
            text.indexOf("# messages:"), text.indexOf("\n\n", text.indexOf("# messages:")));

    ServeConfig config =
        read("services: [service.yaml]\n" + section.replaceAll("(?m)^# ", "") + "\n");

    assertThat(config.messages().channels())
        .extracting(Channel::name)
        .containsExactly("pager", "ops-chat", "mail");
    assertThat(config.messages().beat()).isNotNull();
  }

  @Test
  void aPolicyThatIsNotTakenAsItIsWrittenIsSaidToBe() throws Exception {
    Files.writeString(
        directory.resolve("careful.yaml"),
        Served.CHECKOUT.replace("checkout-api", "cart") + "policy: {autonomy: approve}\n");
    ServeConfig config = read("services: [checkout.yaml, careful.yaml]\n");

    assertThat(
            new Greeting(new StateDirectory(directory, directory), "1")
                .of(
                    config,
                    directory.resolve("aegis.yaml"),
                    URI.create("http://127.0.0.1:7070"),
                    URI.create("http://127.0.0.1:7070/enter?token=t")))
        .containsOnlyOnce("         approve is taken as recommend: no actuator is connected")
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    Ran ran =
        Ran.aegis(directory, "doctor", "--config", directory.resolve("aegis.yaml").toString());
    assertThat(ran.out()).contains("note  policy   cart: approve is taken as recommend");
  }

  @Test
  void theDoctorSaysWhatIsOff() throws Exception {
    Ran nothing = Ran.aegis(directory, "doctor", "--config", "none.yaml");
    assertThat(nothing.code()).isEqualTo(3);
    assertThat(nothing.out()).contains("OFF").contains("expected a file that can be read");

    try (Served served = Served.start(directory, "services: [checkout.yaml]\nstep: 1s\n")) {
      Ran ran =
          Ran.aegis(
              directory,
              "doctor",
              "--config",
              directory.resolve("aegis.yaml").toString(),
              "--port",
              "" + served.onDuty.address().getPort());
      assertThat(ran.code()).isEqualTo(3);
      assertThat(ran.out())
          .contains("ok    serve    answers")
          .contains("OFF   series   none has come in")
          .contains("OFF   service  checkout-api: no series names it");
    }
  }
}
