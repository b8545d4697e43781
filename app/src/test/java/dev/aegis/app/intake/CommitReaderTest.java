package dev.aegis.app.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.testkit.Needs;
import dev.aegis.suspect.Commit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitReaderTest {
  private static final String DIFF =
      """
      diff --git a/pay/Client.java b/pay/Client.java
      --- a/pay/Client.java
      +++ b/pay/Client.java
      @@ -1 +1 @@
      -timeout=5
      +timeout=1
      """;

  @TempDir Path folder;

  @Test
  void readsWhatGitPrints() throws IOException {
    List<Commit> commits =
        read(
            "commit 2222222\nAuthor: A <a@example.com>\nDate:   Sat Mar 14 01:30:00 2026 +0100\n\n"
                + "    pay: shorter time-out\n    \n    second line\n\n"
                + DIFF
                + "\ncommit 1111111 (tag: v1)\nAuthor: A <a@example.com>\n"
                + "Date:   2026-03-13T09:00:00+00:00\n\n    first\n");
    assertThat(commits).extracting(Commit::id).containsExactly("1111111", "2222222");
    Commit second = commits.getLast();
    assertThat(second.at()).isEqualTo(Instant.parse("2026-03-14T00:30:00Z"));
    assertThat(second.message()).isEqualTo("pay: shorter time-out\n\nsecond line");
    assertThat(second.files()).containsExactly("pay/Client.java");
    assertThat(second.diff()).startsWith("diff --git").contains("+timeout=1");
    assertThat(commits.getFirst().diff()).isEmpty();
  }

  @Test
  void readsWhatGitItselfPrints() throws IOException, InterruptedException {
    Needs.program("git");
    Path log = folder.resolve("commits.txt");
    String script =
        "git init -q r && cd r && git config user.email a@example.com && git config user.name A"
            + " && printf 'timeout=5\\n' > 'pay client.conf' && git add -A && git commit -qm first"
            + " && printf 'timeout=1\\n' > 'pay client.conf' && git commit -qam 'shorter time-out'"
            + " && git log -p --date=iso-strict --since=3.days > "
            + log;
    Process git =
        new ProcessBuilder("sh", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as(said).isZero();
    List<Commit> commits = new CommitReader(log).read(IntakeLimits.DEFAULTS);
    assertThat(commits)
        .extracting(Commit::message)
        .containsExactlyInAnyOrder("first", "shorter time-out");
    assertThat(commits).allSatisfy(c -> assertThat(c.files()).containsExactly("pay client.conf"));
    assertThat(commits).anySatisfy(c -> assertThat(c.diff()).contains("-timeout=5", "+timeout=1"));
  }

  @Test
  void readsTheDateInEveryFormThatGitHasForIt() throws IOException {
    for (String date :
        List.of(
            "Sat Mar 14 01:30:00 2026 +0000",
            "2026-03-14 01:30:00 +0000",
            "2026-03-14T01:30:00Z",
            "2026-03-14T02:30:00+01:00")) {
      assertThat(read("commit 1\nDate:   " + date + "\n\n    m\n"))
          .as(date)
          .extracting(Commit::at)
          .containsExactly(Instant.parse("2026-03-14T01:30:00Z"));
    }
  }

  @Test
  void readsJsonWithTheNamesThatOthersUse() throws IOException {
    String ours =
        "{\"id\":\"1\",\"at\":\"2026-03-14T01:30:00Z\",\"message\":\"m\",\"files\":[\"f\"],"
            + "\"diff\":\"d\"}";
    String theirs =
        "{\"sha\":\"1\",\"timestamp\":\"2026-03-14T01:30:00Z\",\"subject\":\"m\","
            + "\"files\":[{\"filename\":\"f\"}],\"patch\":\"d\"}";
    Commit expected =
        new Commit("1", Instant.parse("2026-03-14T01:30:00Z"), "m", List.of("f"), "d");
    assertThat(read("[" + ours + "]")).containsExactly(expected);
    assertThat(read("{\"commits\":[" + theirs + "]}")).containsExactly(expected);
  }

  @Test
  void saysInOneLineWhatWasExpectedOfAFileWithoutCommits() {
    for (String text : List.of("", "hello", "[]", "{\"a\":1}", "commit 1\nno date\n", "[1, 2")) {
      assertThatThrownBy(() -> read(text))
          .as(text)
          .isInstanceOf(IntakeException.class)
          .hasMessageContaining("expected")
          .message()
          .hasLineCount(1);
    }
  }

  @Test
  void keepsNoControlCharacterOfANameAndNoMoreThanIsRead() throws IOException {
    Commit commit =
        read("commit 1\u001b[31mx\nDate: 2026-03-14T01:30:00Z\n\n    m\n\n"
                + "diff --git a/x b/x\n"
                + "+y".repeat(500_000))
            .getFirst();
    assertThat(commit.id().chars()).noneMatch(Character::isISOControl);
    assertThat(commit.diff()).hasSize(200_000);
  }

  private List<Commit> read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("commits"), text);
    return new CommitReader(file).read(IntakeLimits.DEFAULTS);
  }
}
