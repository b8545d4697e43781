package dev.aegis.app.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskedBeforeTest {
  @TempDir Path folder = Path.of("");
  private StateDirectory home = new StateDirectory(Path.of(""), Path.of(""));

  @BeforeEach
  void livesInItsOwnHome() {
    home = new StateDirectory(folder.resolve("home"), folder);
  }

  private AskedBefore of(String data) {
    return new AskedBefore(home, List.of(folder.resolve(data)), said -> said);
  }

  @Test
  void theNextCommandOverTheSameDataKnowsWhatWasAsked() {
    of("big").write(List.of("average p99", "and by\npod?"));
    assertThat(of("big").read()).containsExactly("average p99", "and by pod?");
  }

  @Test
  void questionsAboutOtherDataStandAlone() {
    of("big").write(List.of("average p99"));
    assertThat(of("small").read()).isEmpty();
    of("small").write(List.of("total errors"));
    assertThat(of("big").read()).isEmpty();
  }

  @Test
  void withoutAMemoryThatCanBeReadNothingWasAsked() throws IOException {
    assertThat(of("big").read()).isEmpty();
    Files.createDirectories(folder.resolve("home").resolve("asked"));
    assertThat(of("big").read()).isEmpty();
    of("big").write(List.of("average p99"));
  }

  @Test
  void aHugeMemoryIsNotRead() throws IOException {
    of("big").write(List.of("x".repeat(200_000)));
    assertThat(Files.size(folder.resolve("home").resolve("asked"))).isGreaterThan(100_000);
    assertThat(of("big").read()).isEmpty();
  }

  @Test
  void aFollowUpGoesOnAcrossCommands() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("m.csv"),
        """
        ts,pod,latency_ms
        2026-01-01T00:00:00Z,a,10
        2026-01-01T00:00:00Z,b,30
        2026-01-01T00:01:00Z,a,20
        2026-01-01T00:01:00Z,b,40
        """);
    ask(data, "average latency");
    assertThat(ask(data, "and by pod?")).contains("\"rows\":[[\"b\",35.0],[\"a\",15.0]]");
  }

  private String ask(Path data, String question) {
    return Ran.aegis(folder.resolve("home"), "ask", question, "--data", data.toString(), "--json")
        .out();
  }
}
