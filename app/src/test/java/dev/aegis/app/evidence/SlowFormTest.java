package dev.aegis.app.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.intake.RowSink.Field;
import dev.aegis.app.intake.RowSink.Holds;
import dev.aegis.app.intake.RowSink.Use;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

/** Queries that were made fast give what their plain forms give, on random rows with gaps. */
class SlowFormTest {
  private static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
  private static final String MIDDLE = "TIMESTAMP '2026-03-01 00:50:00'";

  private final long seed = System.nanoTime();
  private final SplittableRandom random = new SplittableRandom(seed);
  private final QuestionTables tables = QuestionTables.inMemory();

  @RepeatedTest(5)
  void thePlainFormsGiveTheSame() {
    fill();
    assertThat(answer("longest time latency_ms was above 60 ms by pod"))
        .as("seed " + seed)
        .isEqualTo(tables.compiled(LONGEST_RUNS).rows());
    List<List<@Nullable Object>> fast = answer("what changed most since 2026-03-01 00:50");
    List<List<@Nullable Object>> slow = tables.compiled(movers()).rows();
    assertThat(fast).as("seed " + seed).hasSameSizeAs(slow);
    for (int row = 0; row < fast.size(); row++) {
      assertThat(fast.get(row).getFirst()).as("seed " + seed).isEqualTo(slow.get(row).getFirst());
      for (int cell = 1; cell < fast.get(row).size(); cell++) {
        assertThat((Double) fast.get(row).get(cell))
            .as("seed " + seed)
            .isCloseTo(
                (Double) slow.get(row).get(cell),
                org.assertj.core.data.Percentage.withPercentage(1e-7));
      }
    }
  }

  private static final String LONGEST_RUNS =
      """
      SELECT pod, count(*) * 1 AS minutes, min(ts) AS first_at, max(ts) AS last_at
      FROM (
        SELECT *, row_number() OVER (PARTITION BY pod ORDER BY ts)
          - row_number() OVER (PARTITION BY pod, worst > 60 ORDER BY ts) AS run
        FROM (SELECT ts, pod, max(latency_ms) AS worst FROM metrics
          WHERE pod IS NOT NULL AND latency_ms IS NOT NULL GROUP BY ts, pod))
      WHERE worst > 60
      GROUP BY pod, run
      ORDER BY minutes DESC, first_at, pod
      LIMIT 20
      """;

  private static String movers() {
    StringBuilder parts = new StringBuilder();
    for (String column : List.of("latency_ms", "cpu")) {
      String in = " FILTER (WHERE ts >= " + MIDDLE + ")";
      String before = " FILTER (WHERE ts < " + MIDDLE + ")";
      parts
          .append(parts.isEmpty() ? "" : " UNION ALL ")
          .append("SELECT '" + column + "' AS metric, avg(" + column + ")" + in + " AS value, avg(")
          .append(column + ")" + before + " AS baseline, sqrt((var_pop(" + column + ")" + in)
          .append(" + var_pop(" + column + ")" + before + ") / 2) AS spread FROM metrics");
    }
    return "SELECT metric, (value - baseline) / abs(baseline), value, baseline,"
        + " (value - baseline) / spread FROM ("
        + parts
        + ") ORDER BY abs((value - baseline) / abs(baseline)) DESC";
  }

  private List<List<@Nullable Object>> answer(String question) {
    Answers.Given given = new Answers(tables).to(List.of(), question, true);
    assertThat(given).as(question).isInstanceOf(Answers.Answered.class);
    return ((Answers.Answered) given).answer().rows();
  }

  private void fill() {
    tables.begin(
        Path.of("random"),
        Holds.METRICS,
        List.of(
            new Field("pod", Use.LABEL),
            new Field("latency_ms", Use.NUMBER),
            new Field("cpu", Use.NUMBER)));
    for (int minute = 0; minute < 100; minute++) {
      for (int pod = 0; pod < 4; pod++) {
        for (int copy = random.nextInt(8) == 0 ? 0 : 1; copy > 0; copy -= random.nextInt(2)) {
          tables.row(
              START + minute * 60_000L,
              new @Nullable String[] {"pod-" + pod, null, null},
              new double[] {
                Double.NaN,
                random.nextInt(10) == 0 ? Double.NaN : 100 * random.nextDouble(),
                random.nextDouble() + minute / 200.0
              });
        }
      }
    }
    tables.end();
    tables.lock();
  }
}
