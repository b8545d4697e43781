package dev.aegis.app.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Canary;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets planted in a recording reach neither the state directory nor the terminal. */
class CanaryTest {
  private static final String TOKEN = "ghp_C4naryC4naryC4naryC4nary12";
  private static final String PASSWORD = "C4nary-hunter2";
  private static final String MAIL = "canary.person@example.org";
  private static final String ADDRESS = "203.0.113.77";
  private static final List<String> ALL = List.of(TOKEN, PASSWORD, MAIL, ADDRESS);

  @TempDir Path user;

  @Test
  void namesOfColumnsAreNoPlaceForASecretEither() throws IOException {
    StringBuilder csv = new StringBuilder("time,service,p99,errors,password=C4naryhunter\n");
    for (int i = 0; i < 200; i++) {
      Instant at = Instant.parse("2026-03-14T02:57:00Z").plusSeconds(5L * i);
      String figures = i < 150 ? "200,0.001" : "4000,0.2";
      csv.append(at).append(",checkout-api,").append(figures).append(",7\n");
    }
    Path file = Files.writeString(user.resolve("metrics.csv"), csv);
    Ran ran = Ran.aegis(user, "investigate", file.toString(), "--json");
    Ran asked =
        Ran.aegis(user, "ask", "--raw", "SELECT * FROM metrics LIMIT 1", "--data", file.toString());

    assertThat(asked.code()).as(asked.out() + asked.err()).isZero();
    assertThat(ran.out() + ran.err()).contains("INC-2026-0001");
    assertThat(ran.out() + ran.err() + asked.out()).doesNotContainIgnoringCase("C4naryhunter");
    Canary.isNowhere(user.resolve(".aegis"), List.of("C4naryhunter", "c4naryhunter"));
  }

  @Test
  void whatAPersonTypesIsMaskedBeforeItIsKept() {
    String typed =
        "@diagnostician why does password="
            + PASSWORD
            + " fail for "
            + MAIL
            + "\nno, ask "
            + MAIL
            + ", token "
            + TOKEN
            + "\n";
    Ran demo = Ran.typing(typed, user, "demo", "--approve", "ask");
    assertThat(demo.code()).as(demo.out() + demo.err()).isEqualTo(5);
    assertThat(demo.out()).contains("password=<secret>", "token <secret>");
    Ran.aegis(
        user,
        "ask",
        "average latency_p99_ms",
        "and password=" + PASSWORD + " of " + MAIL,
        "--incident",
        "INC-2026-0001");

    Canary.isNowhere(user.resolve(".aegis"), ALL);
  }

  @Test
  void investigateKeepsAndTellsNoneOfThem() throws IOException {
    Path data = Files.createDirectories(user.resolve("data"));
    Path leak = Repository.here().root().resolve("examples/leak");
    // As a label's value, in a column beside the others, and inside the version.
    List<String> rows = Files.readAllLines(leak.resolve("metrics.csv"));
    Path metrics =
        Files.write(
            data.resolve("metrics.csv"),
            rows.stream().map(row -> row.replace(",v2.3.0,", ",v2.3.0 " + TOKEN + ",")).toList());
    Path changes =
        Files.writeString(
            data.resolve("changes.json"),
            Files.readString(leak.resolve("changes.json"))
                .replace("\"v2.3.0\"", "\"v2.3.0 " + TOKEN + "\"")
                .replace(
                    "cache receipts in memory",
                    "by " + MAIL + " from " + ADDRESS + ", db password: " + PASSWORD));
    StringBuilder lines = new StringBuilder();
    Instant begin = Instant.parse("2026-03-14T02:57:00Z");
    for (int i = 0; i < 60; i++) {
      lines
          .append(begin.plusSeconds(5L * i))
          .append(" ERROR service=checkout-api login of ")
          .append(MAIL)
          .append(" from ")
          .append(ADDRESS)
          .append(" with Authorization: Bearer ")
          .append(TOKEN)
          .append(" failed, password=")
          .append(PASSWORD)
          .append('\n');
    }
    Path logs = Files.writeString(data.resolve("app.log"), lines);
    Ran ran =
        Ran.aegis(
            user,
            "investigate",
            metrics.toString(),
            logs.toString(),
            "--changes",
            changes.toString(),
            "--slo",
            leak.resolve("service.yaml").toString(),
            "--json");
    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    Path file = user.resolve(".aegis/evidence/INC-2026-0001.duckdb");
    assertThat(file).exists();
    for (String each : ALL) {
      assertThat(ran.out() + ran.err()).doesNotContain(each);
    }
    Canary.isNowhere(user.resolve(".aegis"), ALL);
    Ran asked = Ran.aegis(user, "ask", "top 5 log patterns", "--incident", "INC-2026-0001");
    assertThat(asked.code()).as(asked.out() + asked.err()).isZero();
    assertThat(asked.out()).contains("login of").doesNotContain(ALL.toArray(String[]::new));
    Ran byFile =
        Ran.aegis(user, "ask", "--raw", "SELECT message FROM logs", "--data", data.toString());
    assertThat(byFile.code()).as(byFile.out() + byFile.err()).isZero();
    assertThat(byFile.out()).contains("<email:").doesNotContain(ALL.toArray(String[]::new));
  }

  @Test
  void namesOfFilesAreNotToldEither() throws IOException {
    Path data = Files.createDirectories(user.resolve("data"));
    Path leak = Repository.here().root().resolve("examples/leak");
    Files.copy(leak.resolve("service.yaml"), data.resolve("service.yaml"));
    Path metrics = data.resolve("of " + MAIL + " password=" + PASSWORD + ".csv");
    Files.writeString(metrics, Files.readString(leak.resolve("metrics.csv")) + "never,1,2,3\n");
    Files.writeString(data.resolve("notes " + TOKEN + ".txt"), "hello\n");
    Files.write(data.resolve("from " + ADDRESS + ".csv"), new byte[] {0, 1, 2, 0, -1});
    Path folder = Files.createDirectories(data.resolve("by " + MAIL));
    Files.writeString(folder.resolve("broken.json"), "{\"a\":");
    String missing = metrics + ".missing";

    List<Ran> told =
        List.of(
            Ran.aegis(user, "ask", "average latency_p99_ms", "--data", data.toString()),
            Ran.aegis(user, "ask", "average latency_p99_ms", "--json", "--data", data.toString()),
            Ran.aegis(user, "ask", "--raw", "SELECT 1", "--data", metrics.toString()),
            Ran.aegis(user, "ask", "average latency_p99_ms", "--data", missing),
            Ran.aegis(user, "ask", "--raw", "SELECT 1", "--data", missing),
            Ran.aegis(user, "investigate", data.toString()),
            Ran.aegis(user, "investigate", data.toString(), "--json"),
            Ran.aegis(user, "investigate", missing),
            Ran.aegis(user, "evidence", "INC-2026-0001", "--json"));

    assertThat(told.getFirst().err()).contains("not used: ", "left out of ", "<secret>");
    assertThat(told.get(5).out()).contains("INC-2026-0001", "not used: ");
    for (Ran ran : told) {
      assertThat(ran.out() + ran.err()).doesNotContain(ALL.toArray(String[]::new));
    }
    Canary.isNowhere(user.resolve(".aegis"), ALL);
  }
}
