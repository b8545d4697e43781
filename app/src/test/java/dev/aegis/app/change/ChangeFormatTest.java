package dev.aegis.app.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.telemetry.Change;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeFormatTest {
  private static final long SEED = 20_261_123;
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

  private static final String GITHUB =
      """
      {"action": "created",
       "deployment_status": {"id": 9, "state": "success", "created_at": "2026-01-05T09:58:00Z"},
       "deployment": {"id": 145988746, "sha": "f95f852", "ref": "v2.3.1", "environment": "production",
         "description": null, "payload": {"region": "us-east-1"}},
       "repository": {"name": "checkout-api", "full_name": "shop/checkout-api"}}
      """;

  private static final String CDEVENT =
      """
      {"context": {"version": "0.4.1", "id": "A234", "source": "/deploy", "type":
         "dev.cdevents.service.rolledback.0.3.0", "timestamp": "2026-01-05T09:58:00Z"},
       "subject": {"id": "checkout-api", "type": "service", "content": {
         "environment": {"id": "production"}, "artifactId":
         "pkg:oci/checkout@v2.3.0?repository_url=mycr.io&vcs_url=git+https://git.example/c@0b5a6e1f"}}}
      """;

  private static Change read(ChangeFormat format, String text, String event) {
    return format.read(text, event, NOW).orElseThrow().change();
  }

  @Test
  void oneLineOfCurlIsEnough() {
    Change change =
        read(ChangeFormat.PLAIN, "{\"service\":\"checkout-api\",\"version\":\"v2.3.1\"}", "");

    assertThat(change)
        .isEqualTo(new Change(NOW, Change.Kind.DEPLOY, "checkout-api", "", "v2.3.1", "", "", ""));
  }

  @Test
  void aFlagCarriesItsNameAndItsValue() {
    Change change =
        read(
            ChangeFormat.PLAIN,
            """
            {"kind": "flag", "service": "cart", "setting": "retries", "version": "on",
             "previous": "off", "environment": "production", "commit": "abc",
             "at": "2026-01-05T09:00:00+01:00", "description": "try\\u001b[31m it"}
            """,
            "");

    assertThat(change.kind()).isEqualTo(Change.Kind.FLAG);
    assertThat(change.setting()).isEqualTo("retries");
    assertThat(change.at()).isEqualTo(Instant.parse("2026-01-05T08:00:00Z"));
    assertThat(change.description()).isEqualTo("try it");
    assertThat(change.environment()).isEqualTo("production");
    assertThat(change.commit()).isEqualTo("abc");
  }

  @Test
  void aDeploymentOfGitHubCountsOnceWhenItIsUnderWayOrDone() {
    Change change = read(ChangeFormat.GITHUB, GITHUB, "deployment_status");
    assertThat(change.service()).isEqualTo("checkout-api");
    assertThat(change.version()).isEqualTo("v2.3.1");
    assertThat(change.region()).isEqualTo("us-east-1");
    assertThat(change.description()).isEmpty();
    assertThat(change.environment()).isEqualTo("production");
    assertThat(change.commit()).isEqualTo("f95f852");

    String begun = GITHUB.replace("success", "in_progress");
    assertThat(ChangeFormat.GITHUB.read(begun, "deployment_status", NOW).orElseThrow().id())
        .isEqualTo(ChangeFormat.GITHUB.read(GITHUB, "deployment_status", NOW).orElseThrow().id());
    String queued = GITHUB.replace("success", "queued");
    assertThat(ChangeFormat.GITHUB.read(queued, "deployment_status", NOW)).isEmpty();
    assertThat(ChangeFormat.GITHUB.read("{\"zen\": \"Keep it simple\"}", "ping", NOW)).isEmpty();
  }

  @Test
  void aServiceOfCDEventsThatWasRolledBackIsADeployment() {
    Change change = read(ChangeFormat.CDEVENT, "{\"data\": " + CDEVENT + "}", "");

    assertThat(change.version()).isEqualTo("v2.3.0");
    assertThat(change.description()).isEqualTo("rolledback");
    assertThat(change.environment()).isEqualTo("production");
    assertThat(change.commit()).isEqualTo("0b5a6e1f");
  }

  @Test
  void whatIsNoChangeIsRefusedWithOneSentence() {
    assertThatThrownBy(() -> ChangeFormat.PLAIN.read("[]", "", NOW))
        .hasMessage("expected a JSON object within limits, found something else");
    assertThatThrownBy(() -> ChangeFormat.PLAIN.read("{\"version\":\"1\"}", "", NOW))
        .hasMessage("expected the key service, found none");
    assertThatThrownBy(
            () -> ChangeFormat.PLAIN.read("{\"service\":\"a\",\"at\":\"noon\"}", "", NOW))
        .hasMessageContaining("expected at as a time");
  }

  @Test
  void mutatedMessagesAreReadOrRefused() {
    Random random = new Random(SEED);
    for (int round = 0; round < 10_000; round++) {
      String good = random.nextBoolean() ? GITHUB : CDEVENT;
      byte[] bytes = good.getBytes(UTF_8);
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) "{}[]\":,0a\\\n ".charAt(random.nextInt(12));
      }
      ChangeFormat format = List.of(ChangeFormat.values()).get(random.nextInt(3));
      try {
        format.read(new String(bytes, UTF_8), "deployment_status", NOW);
      } catch (ChangeException e) {
        assertThat(e.getMessage()).as("seed %d, round %d", SEED, round).startsWith("expected ");
      }
    }
  }

  @Test
  void theLogKeepsEachChangeOnceOverARestartAndForgetsItAfterADay(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("changes.jsonl");
    Announced announced = ChangeFormat.CDEVENT.read(CDEVENT, "", NOW).orElseThrow();
    ChangeLog log = ChangeLog.open(file, NOW);
    assertThat(log.add(announced, NOW)).isTrue();
    assertThat(log.add(announced, NOW)).isFalse();
    Files.writeString(file, "{\"id\": \"torn", StandardOpenOption.APPEND);

    ChangeLog again = ChangeLog.open(file, NOW);
    assertThat(again.asOf(NOW)).containsExactly(announced.change());
    assertThat(again.add(announced, NOW)).isFalse();
    assertThat(again.asOf(NOW.plus(Duration.ofHours(25)))).isEmpty();
  }
}
