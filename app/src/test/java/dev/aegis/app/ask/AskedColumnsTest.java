package dev.aegis.app.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a column of numbers is taken for. */
class AskedColumnsTest {
  @TempDir Path folder = Path.of("");

  private Ran total(int rows) throws IOException {
    StringBuilder csv = new StringBuilder("time,host,jobs\n");
    for (int i = 0; i < rows; i++) {
      csv.append("2026-01-05T10:%02d:00Z,a,%d%n".formatted(i, 10 + i));
    }
    Path data = Files.writeString(folder.resolve("jobs" + rows + ".csv"), csv);
    return Ran.aegis(folder, "ask", "total jobs by host", "--data", data.toString(), "--json");
  }

  @Test
  void aCountThatRoseAFewTimesIsNoCounter() throws IOException {
    assertThat(total(3).out()).contains("[\"a\",33");
  }

  @Test
  void aCountThatOnlyEverRisesIsACounter() throws IOException {
    assertThat(total(20).out()).contains("increase of the counter jobs").contains("[\"a\",19");
  }
}
