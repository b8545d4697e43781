package dev.aegis.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenReportTest {
  @TempDir private Path user;

  @Test
  void writesTheReportOnAnIncidentOfAJournalInEachForm() throws Exception {
    Ran.aegis(user, "demo", "--scenario", "undecidable");

    Ran markdown = Ran.aegis(user, "postmortem", "INC-2026-0001", "--zone", "Asia/Kolkata");
    assertThat(markdown.code()).isZero();
    assertThat(markdown.out()).startsWith("# INC-2026-0001").contains("Asia/Kolkata", "+05:30");
    assertThat(Ran.aegis(user, "postmortem", "INC-2026-0001", "--format", "json").out())
        .startsWith("{\"version\":1,\"incident\":\"INC-2026-0001\"");
    Path pdf = user.resolve("report.pdf");
    Ran written =
        Ran.aegis(
            user, "postmortem", "INC-2026-0001", "--format", "pdf", "--output", pdf.toString());
    assertThat(written.code()).isZero();
    assertThat(written.out()).isEmpty();
    assertThat(written.err()).contains("written to");
    assertThat(Files.readAllBytes(pdf)).startsWith('%', 'P', 'D', 'F');
    assertThat(Ran.aegis(user, "update", "INC-2026-0001").out())
        .startsWith("Investigating")
        .contains("Next update by");
  }

  @Test
  void saysWhatIsWrongWithWhatWasAsked() {
    assertThat(Ran.aegis(user, "postmortem", "nonsense").code()).isEqualTo(2);
    assertThat(Ran.aegis(user, "postmortem", "INC-2026-0001").code()).isEqualTo(3);
    assertThat(Ran.aegis(user, "update", "INC-2026-0001").code()).isEqualTo(3);
    Ran zone = Ran.aegis(user, "postmortem", "INC-2026-0001", "--zone", "Mars");
    assertThat(zone.code()).isEqualTo(2);
    assertThat(zone.err()).contains("expected a time zone", "Mars");
  }
}
