package dev.aegis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's real process, killed while a step is on its way to its target. */
class KilledDemoIT {
  private static final int ATTEMPTS = 5;

  @TempDir Path home;
  private final Repository repository = Repository.here();

  @Test
  void theNextDemoSaysThatTheOutcomeIsUnknownAndKeepsTheRecord() throws Exception {
    Path scenario = slowRollback();
    boolean killed = false;
    for (int i = 0; i < ATTEMPTS && !killed; i++) {
      killed = killWhileAStepIsOnItsWay(scenario);
    }
    assertThat(killed).as("killed before it ended, in one of %d attempts", ATTEMPTS).isTrue();
    Shell.Outcome next =
        Shell.in(repository.root()).with("AEGIS_HOME", home.toString()).run("./aegis demo");
    assertThat(next.exitCode()).as("%s", next).isZero();
    assertThat(next.err()).contains("INC-2026-0001 is closed with outcome UNKNOWN");
    assertThat(home.resolve("demo.previous").resolve("journal.db")).exists();
  }

  /** Replacing the pods takes so long that the kill comes in between. */
  private Path slowRollback() throws IOException {
    String leak = repository.read("app/src/main/resources/scenarios/leak.yaml");
    return Files.writeString(
        home.resolve("slow.yaml"), leak.replace("pod_start: 45s", "pod_start: 400s"));
  }

  private boolean killWhileAStepIsOnItsWay(Path scenario) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("./aegis", "demo", "--json", "--scenario", scenario.toString())
            .directory(repository.root().toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("AEGIS_HOME", home.toString());
    Process demo = builder.start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && !line.contains("\"state\":\"dispatched\"")) {
        line = out.readLine();
      }
      demo.destroyForcibly();
    }
    return demo.waitFor() != 0;
  }
}
