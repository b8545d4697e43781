package dev.aegis.app.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.telemetry.Span;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpanTableTest {
  private static final long START = 1_777_888_800_000_000L;

  private final QuestionTables tables = QuestionTables.inMemory();

  private void span(String id, String parent, String service, int startMillis, int millis) {
    tables.span(
        new Span(
            "t",
            id,
            parent,
            service,
            "op-" + id,
            "",
            START + startMillis * 1000L,
            millis * 1000L,
            false));
  }

  private List<List<@Nullable Object>> ask(String sql) {
    return tables.compiled(sql).rows();
  }

  @Test
  void aParentWorksItselfWhileNoneOfItsChildrenDoes() {
    span("root", "", "web", 0, 100);
    span("a", "root", "web", 10, 40);
    span("b", "root", "db", 30, 40);
    span("late", "root", "db", 90, 50);
    tables.lock();
    assertThat(ask("SELECT self_ms FROM spans WHERE span = 'root'"))
        .as("100 less 10 to 70 and 90 to 100")
        .containsExactly(List.of(30.0));
    assertThat(ask("SELECT span FROM spans WHERE ends_last")).containsExactly(List.of("late"));
    assertThat(ask("SELECT caller, callee FROM spans WHERE span = 'b'"))
        .containsExactly(List.of("web", "db"));
    assertThat(ask("SELECT count(callee) FROM spans WHERE span IN ('root', 'a')"))
        .containsExactly(List.of(0L));
  }

  @Test
  void aSpanRecordedTwiceIsOneAndAnUnknownParentIsNone() {
    span("root", "", "web", 0, 100);
    span("root", "", "web", 0, 100);
    span("orphan", "gone", "db", 10, 20);
    tables.lock();
    assertThat(ask("SELECT count(*) FROM spans")).containsExactly(List.of(2L));
    assertThat(ask("SELECT count(parent) FROM spans")).containsExactly(List.of(0L));
  }

  @Test
  void aCircleOfSpansEndsTheCriticalPathSomewhere() {
    span("root", "", "web", 0, 100);
    span("a", "b", "web", 0, 10);
    span("b", "a", "web", 0, 10);
    span("self", "self", "web", 0, 10);
    tables.lock();
    Answers answers = new Answers(tables);
    var given = answers.to(List.of(), "critical path of the slowest trace", true);
    assertThat(given).isInstanceOf(Answers.Answered.class);
    assertThat(((Answers.Answered) given).answer().rows()).hasSize(1);
  }

  @Test
  void selfTimesOfAnyTreeAddUpToTheTimeThatSomebodyWorked() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    int[] start = new int[40];
    int[] end = new int[40];
    end[0] = 1000;
    span("s0", "", "web", 0, 1000);
    // Children that follow each other within their parent: then no two work at the same time.
    int[] free = new int[40];
    for (int i = 1; i < 40; i++) {
      int parent = random.nextInt(i);
      int from = Math.max(free[parent], start[parent]);
      int room = end[parent] - from;
      start[i] = from + (room > 1 ? random.nextInt(room) : 0);
      end[i] = start[i] + (end[parent] > start[i] ? random.nextInt(end[parent] - start[i]) : 0);
      free[parent] = end[i];
      free[i] = start[i];
      span("s" + i, "s" + parent, "web", start[i], end[i] - start[i]);
    }
    tables.lock();
    assertThat(ask("SELECT sum(self_ms) FROM spans"))
        .as("seed " + seed)
        .containsExactly(List.of(1000.0));
  }
}
