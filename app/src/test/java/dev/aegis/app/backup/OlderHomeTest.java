package dev.aegis.app.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Repository;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state directory of the version before, opened by this one. */
class OlderHomeTest {
  private static final String INCIDENT = "INC-2026-0001";

  /** Where SQLite keeps {@code user_version} in the header of a file. */
  private static final int USER_VERSION = 60;

  @TempDir Path user;

  @BeforeEach
  void copy() throws IOException {
    Path from = Repository.here().root().resolve("app/src/test/resources/homes/version-1");
    try (var files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Path to = user.resolve(".aegis").resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(to);
        } else {
          Files.copy(each, to);
        }
      }
    }
  }

  private int version() throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(user.resolve(".aegis/journal.db").toFile(), "r")) {
      file.seek(USER_VERSION);
      return file.readInt();
    }
  }

  @Test
  void isReadAsItIs() throws IOException {
    Ran replay = Ran.aegis(user, "replay", INCIDENT);
    assertThat(replay.err()).doesNotContain("expected");
    assertThat(replay.code()).as(replay.out() + replay.err()).isZero();
    Ran forecasts = Ran.aegis(user, "forecasts");
    assertThat(forecasts.code()).as(forecasts.err()).isZero();
    Ran asked = Ran.aegis(user, "ask", "maximum latency_p99_ms by version", "--incident", INCIDENT);
    assertThat(asked.code()).as(asked.out() + asked.err()).isZero();
    assertThat(version()).isEqualTo(1);
  }

  @Test
  void itsEvidenceWasNotKeptWhichIsSaid() {
    Ran evidence = Ran.aegis(user, "evidence", INCIDENT);
    assertThat(evidence.code()).isEqualTo(3);
    assertThat(evidence.out())
        .contains("not there", " not kept ", "by an earlier version of Aegis")
        .doesNotContain(" equal ");
  }

  @Test
  void isRaisedToThisVersionWhenItIsWrittenTo() throws IOException {
    Path leak = Repository.here().root().resolve("examples/leak");
    Ran next =
        Ran.aegis(
            user,
            "investigate",
            leak.resolve("metrics.csv").toString(),
            "--changes",
            leak.resolve("changes.json").toString(),
            "--slo",
            leak.resolve("service.yaml").toString());
    assertThat(next.code()).as(next.err()).isZero();
    assertThat(version()).isEqualTo(2);
    assertThat(Ran.aegis(user, "evidence", "INC-2026-0002").code()).isZero();
    assertThat(Ran.aegis(user, "evidence", INCIDENT).code()).isEqualTo(3);
    assertThat(Ran.aegis(user, "replay", INCIDENT).code()).isZero();
  }
}
