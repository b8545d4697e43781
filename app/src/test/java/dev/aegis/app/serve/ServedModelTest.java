package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.host.Advisers;
import dev.aegis.app.model.ModelSettings;
import dev.aegis.app.model.langchain.Models;
import dev.aegis.app.testkit.FakeProvider;
import dev.aegis.app.testkit.HostileModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model beside the agents of a running {@code serve}: a real server that answers, or does not.
 */
class ServedModelTest {
  private static final String YAML = "services: [checkout.yaml]\n";

  @TempDir private Path home;

  private static Advisers asking(FakeProvider provider) {
    ModelSettings settings =
        ModelSettings.of(
            Map.of(
                "LLM_MODE", "openai",
                "OPENAI_BASE_URL", provider.base(),
                "OPENAI_API_KEY", "sk-canary-serve",
                "OPENAI_MODEL", "helpful-7b"));
    return (hiding, _) -> Models.late(settings, hiding);
  }

  private static void alert(Served served, String name) throws Exception {
    String alert =
        """
        {"version":"4","status":"firing","alerts":[{"status":"firing","fingerprint":"f1",
         "labels":{"alertname":"%1$s","service":"checkout-api"},
         "annotations":{"summary":"%1$s","runbook_url":"https://runbook.example/%1$s"},"startsAt":"%2$s"}]}
        """
            .formatted(name, Instant.now());
    assertThat(served.post("/webhook/alertmanager", alert.getBytes(UTF_8)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatAModelSaysComesInALaterRoundAndIsMarked() throws Exception {
    try (FakeProvider provider =
            new FakeProvider(_ -> FakeProvider.says("{\"words\": \"Here is what was found.\"}"));
        Served served = Served.advised(home, YAML, asking(provider))) {
      alert(served, "Slow");

      assertThat(served.eventually(() -> served.out().contains("MODEL"))).as(served.out()).isTrue();

      assertThat(served.out())
          .contains("Here is what was found.", "helpful-7b, which decides nothing");
      assertThat(served.out().indexOf("MODEL")).isGreaterThan(served.out().indexOf("@observer"));
      assertThat(served.out() + served.err()).doesNotContain("sk-canary-serve");
    }
  }

  @Test
  void aModelThatDoesNotAnswerHoldsUpNobodyNorTheEnd() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    try (FakeProvider provider =
        new FakeProvider(_ -> {
          try {
            held.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return FakeProvider.says("{\"words\": \"Too late.\"}");
        })) {
      try (Served served = Served.advised(home, YAML, asking(provider))) {
        alert(served, "Slow");

        assertThat(served.eventually(() -> served.out().contains("@diagnostician")))
            .as(served.out())
            .isTrue();
        assertThat(served.eventually(() -> !provider.bodies().isEmpty())).isTrue();
        assertThat(served.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(served.out()).doesNotContain("MODEL");
      }
      // The process has ended while the model still thinks.
      assertThat(held.getCount()).isOne();
      held.countDown();
    }
  }

  @Test
  void aModelThatIsDownIsNamedOnceAndTheRoomGoesOn() throws Exception {
    try (FakeProvider provider = new FakeProvider(_ -> new FakeProvider.Answer(401, "{}"));
        Served served = Served.advised(home, YAML, asking(provider))) {
      alert(served, "Slow");

      assertThat(served.eventually(() -> served.out().contains("NO MODEL")))
          .as(served.out())
          .isTrue();
      served.eventually(() -> served.out().contains("@commander"));
      assertThat(served.out()).containsOnlyOnce("NO MODEL");
    }
  }

  @Test
  void whatAnAlertSaysReachesNoModelOfWhateverClassItIs() throws Exception {
    for (int i = 0; i < HostileModel.INJECTIONS.size(); i += 5) {
      Path place = Files.createDirectories(home.resolve("from" + i));
      String texts =
          String.join(" ", HostileModel.INJECTIONS.subList(i, i + 5))
              .replaceAll("[\"\\\\\\p{Cntrl}]", " ");
      try (FakeProvider provider = HostileModel.open();
          Served served = Served.advised(place, YAML, asking(provider))) {
        alert(served, texts + " token AKIAIOSFODNN7EXAMPLE");

        assertThat(served.eventually(() -> served.out().contains("MODEL")))
            .as(served.out())
            .isTrue();
        assertThat(provider.bodies())
            .isNotEmpty()
            .allSatisfy(
                body -> assertThat(body).doesNotContain("OBEY", "evil", "AKIAIOSFODNN7EXAMPLE"));
        assertThat(served.out()).doesNotContain("AKIAIOSFODNN7EXAMPLE", "ARMED", "APPROVED");
      }
    }
  }

  @Test
  void theDoctorSaysWhichModelStandsBesideWhomAndWhetherItAnswers() throws Exception {
    try (FakeProvider well = new FakeProvider(_ -> FakeProvider.says("OK"))) {
      assertThat(doctor(well))
          .contains(
              "ok    model    openai helpful-7b at "
                  + well.base()
                  + " beside @observer @diagnostician @remediator @validator @security @commander,"
                  + " answers")
          .doesNotContain("sk-canary-serve");
      assertThat(well.bodies()).hasSize(1);
    }
    try (FakeProvider ill =
        new FakeProvider(_ -> new FakeProvider.Answer(401, "{\"error\":\"sk-canary-serve\"}"))) {
      assertThat(doctor(ill))
          .contains("OFF   model    openai helpful-7b", "refuses the key (401)")
          .doesNotContain("sk-canary-serve");
    }
  }

  private String doctor(FakeProvider provider) throws Exception {
    Served.config(home, YAML);
    ProcessBuilder process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.aegis.app.Main",
            "doctor",
            "--config",
            home.resolve("aegis.yaml").toString(),
            "--port",
            "1");
    process
        .environment()
        .putAll(
            Map.of(
                "AEGIS_HOME",
                home.resolve("state").toString(),
                "LLM_MODE",
                "openai",
                "OPENAI_BASE_URL",
                provider.base(),
                "OPENAI_API_KEY",
                "sk-canary-serve",
                "OPENAI_MODEL",
                "helpful-7b"));
    Process running = process.redirectErrorStream(true).start();
    String said = new String(running.getInputStream().readAllBytes(), UTF_8);
    running.waitFor();
    return said;
  }
}
