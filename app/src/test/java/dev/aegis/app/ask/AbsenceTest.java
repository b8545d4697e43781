package dev.aegis.app.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer without rows says what is not there, and when it is. */
class AbsenceTest {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

  @TempDir Path folder = Path.of("");

  /** Version v2 runs in us-east-1 alone, from minute ten on; heap is measured there alone. */
  @BeforeEach
  void record() throws IOException {
    StringBuilder csv = new StringBuilder("time,region,version,p99_ms,heap_mb\n");
    for (int minute = 0; minute < 20; minute++) {
      Instant at = START.plusSeconds(60L * minute);
      csv.append(at).append(",eu-west-1,v1,").append(100 + minute).append(",\n");
      csv.append(at).append(minute < 10 ? ",us-east-1,v1," : ",us-east-1,v2,");
      csv.append(200 + minute).append(',').append(minute < 5 ? "" : "300").append('\n');
    }
    Files.writeString(folder.resolve("metrics.csv"), csv);
  }

  private String asked(String question) {
    Ran ran =
        Ran.aegis(folder, "ask", question, "--data", folder.resolve("metrics.csv").toString());
    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    return ran.out().replaceAll("\\s+", " ");
  }

  @Test
  void theTimeLiesOutsideOfTheData() {
    String range = "they run from 2026-01-05T10:00:00Z to 2026-01-05T10:19:00Z";
    assertThat(asked("average p99 since 2026-01-05 12:00"))
        .contains("the time asked for begins after the data end; " + range);
    assertThat(asked("average p99 between 2026-01-05 08:00 and 2026-01-05 09:00"))
        .contains("the time asked for ends before the data begin; " + range);
  }

  @Test
  void aValueOfALabelIsNotThereInTheTimeAskedFor() {
    assertThat(asked("average p99 of v2 between 10:02 and 10:05"))
        .contains(
            "version is v2: not in the time asked for, only from 2026-01-05T10:10:00Z to"
                + " 2026-01-05T10:19:00Z");
  }

  @Test
  void valuesAreNeverThereTogether() {
    assertThat(asked("average p99 of v2 in eu-west-1"))
        .contains("nothing has all of this: ", "version is v2", "region is eu-west-1");
  }

  @Test
  void theMetricHasNoValuesThere() {
    assertThat(asked("average heap of eu-west-1"))
        .contains("there are no values of heap_mb where region is eu-west-1");
    assertThat(asked("average heap of us-east-1 between 10:00 and 10:03"))
        .contains(
            "heap_mb where region is us-east-1: not in the time asked for, only from"
                + " 2026-01-05T10:05:00Z");
  }

  @Test
  void nothingIsBeyondTheThreshold() {
    assertThat(asked("which regions had p99 over 5 s"))
        .contains("no sample of p99_ms is > 5000 there; the highest is 219");
  }
}
