package dev.aegis.suspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class DiffTest {
  private static final Instant AT = Instant.parse("2031-03-04T08:00:00Z");

  @Test
  void readsFilesHunksAndSidesOfAGitDiff() {
    Diff diff =
        Diff.of(
            """
            diff --git a/app/pool.go b/app/pool.go
            index 1111111..2222222 100644
            --- a/app/pool.go
            +++ b/app/pool.go
            @@ -3,4 +3,4 @@ func newPool() *Pool {
             	p := &Pool{}
            -	p.Max = 20
            +	p.Max = 2
             	return p
            --- a/db/drop.sql
            +++ /dev/null
            @@ -1 +0,0 @@
            --- not a header but a comment that is gone
            """,
            "");
    assertThat(diff.rows()).extracting(Row::file).contains("app/pool.go", "db/drop.sql");
    assertThat(diff.rows())
        .filteredOn(row -> row.side() == Row.Side.ADDED)
        .extracting(Row::code)
        .containsExactly("p.Max = 2");
    assertThat(diff.headings()).containsExactly("func newPool() *Pool {");
    assertThat(diff.rows().getLast().isBlank()).isTrue();
  }

  @Test
  void takesThePathFromAHunksHeadingWhereThereIsNoOther() {
    Diff diff = Diff.of("@@ web/a.ts @@\n-a\n@@ web/b.ts: function f() {\n+b\n", "first.ts");
    assertThat(diff.rows()).extracting(Row::file).containsExactly("web/a.ts", "web/b.ts");
    assertThat(Diff.of("-a\n", "first.ts").rows())
        .extracting(Row::file)
        .containsExactly("first.ts");
  }

  @Test
  void leavesOutWhatWasOnlyMoved() {
    Edit edit = edit("a.go", "-\tMax:   20,\n+\tMax: 20,\n-\tMin: 3,\n");
    assertThat(edit.added()).isEmpty();
    assertThat(edit.removed()).extracting(Row::code).containsExactly("Min: 3,");
  }

  @Test
  void readsFiguresWithTheirUnitsAndDirections() {
    assertThat(setting("-  read_timeout: 5s\n+  read_timeout: 300ms\n"))
        .satisfies(each -> {
          assertThat(each.kind()).isEqualTo(Setting.Kind.TIMEOUT);
          assertThat(each.before().value()).isEqualTo(5000);
          assertThat(each.after().value()).isEqualTo(300);
          assertThat(each.less()).isTrue();
        });
    assertThat(
            setting(
                    """
                    -ctx, c := context.WithTimeout(ctx, 2*time.Second)
                    +ctx, c := context.WithTimeout(ctx, 50*time.Millisecond)
                    """)
                .less())
        .isTrue();
    assertThat(
            setting(
                    """
                    -client.setTimeout(Duration.ofSeconds(2))
                    +client.setTimeout(Duration.ofMillis(3500))
                    """)
                .more())
        .isTrue();
    assertThat(setting("-    memory: 2Gi\n+    memory: 512Mi\n").less()).isTrue();
    assertThat(setting("-    cpu: 2\n+    cpu: 250m\n").less()).isTrue();
    assertThat(setting("-int MAX_CONNECTIONS = 5_000;\n+int MAX_CONNECTIONS = 50;\n").kind())
        .isEqualTo(Setting.Kind.POOL);
    assertThat(setting("-CACHE_TTL_SECONDS: int = 30\n+CACHE_TTL_SECONDS: int = 3\n").kind())
        .isEqualTo(Setting.Kind.LIFETIME);
    assertThat(setting("-const leeway = 120 * time.Second\n").gone()).isTrue();
  }

  @Test
  void doesNotTakeACommentForCode() {
    Edit edit = edit("a.py", "-# timeout = 5\n+# timeout = 1\n-// retries: 3\n+// retries: 1\n");
    assertThat(edit.isEmpty()).isTrue();
    assertThat(edit.settings()).isEmpty();
    assertThat(edit.isRecorded()).isTrue();
  }

  @Test
  void readsALineOfAMegabyteAndLinesWithoutEnd() {
    String line = "-x = " + "(".repeat(1_000_000) + "\n";
    Edit edit = edit("a.js", line + "+timeout: 3\n");
    assertThat(edit.removed()).allMatch(row -> row.code().length() <= Row.LONGEST);
    assertThat(edit("a.js", "+a\n".repeat(1_000_000)).added()).hasSizeLessThanOrEqualTo(4_000);
  }

  /** Whatever bytes come, there is an answer and no failure. */
  @RepeatedTest(200)
  void survivesAnything(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    String text = seed % 2 == 0 ? noise(random) : mangled(random);
    Story story = Stories.ALL.get(random.nextInt(Stories.ALL.size()));
    Story odd =
        new Story(
            "odd",
            "billing",
            noise(random),
            "errors",
            0,
            1,
            seed % 3 == 0 ? text : story.error(),
            text);
    assertThatCode(
            () -> {
              List<Suspect> suspects = SuspectRanking.of(odd.scene());
              assertThat(suspects)
                  .allSatisfy(each -> assertThat(each.probability()).isBetween(0.0, 1.0));
              assertThat(suspects.stream().flatMap(each -> each.findings().stream()))
                  .allSatisfy(each -> assertThat(each.words()).doesNotContain("\n", "\u001b"));
            })
        .as("seed %d", seed)
        .doesNotThrowAnyException();
  }

  private static String noise(Random random) {
    byte[] bytes = new byte[random.nextInt(3000) + 1];
    random.nextBytes(bytes);
    return "x"
        + new String(
            bytes, random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16);
  }

  private static String mangled(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      text.append(Stories.ALL.get(random.nextInt(Stories.ALL.size())).diff());
    }
    for (int i = 0; i < 20; i++) {
      text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(1, 0x300));
    }
    return text.toString();
  }

  private static Setting setting(String diff) {
    return edit("a.x", diff).settings().getFirst();
  }

  private static Edit edit(String file, String diff) {
    return new Edit(new Commit("abc1234", AT, "", List.of(file), diff));
  }
}
