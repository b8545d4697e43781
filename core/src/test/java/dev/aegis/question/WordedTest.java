package dev.aegis.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an agent asks, a person can ask in the words that stand beside it. */
class WordedTest {
  private static final Instant FROM = Instant.parse("2026-03-14T02:00:00.750Z");
  private static final Instant TO = Instant.parse("2026-03-14T03:00:10Z");

  private final Schema data =
      new Schema(
          List.of(new MetricColumn("latency_p99_ms", MetricColumn.Kind.TIME, "ms")),
          List.of(),
          false,
          List.of(new Schema.Event(FROM, "deploy", "checkout", "v2")),
          FROM.minusSeconds(60),
          TO.plusSeconds(60),
          Duration.ofSeconds(5));

  private void readsAs(Worded asked) {
    Reading reading = new Interpreter(data).read(asked.words());
    assertThat(reading).isInstanceOf(Reading.Asked.class);
    assertThat(((Reading.Asked) reading).question()).isEqualTo(asked.question());
    assertThat(asked.sql())
        .isEqualTo("-- " + asked.words() + "\n" + ((Reading.Asked) reading).sql());
  }

  @Test
  void theWordsOfEachGiveTheSameQuestion() {
    readsAs(Worded.countOfChanges());
    readsAs(Worded.countOfChanges(FROM, TO));
    readsAs(Worded.changes(FROM, TO, 20));
  }

  @Test
  void timesAreWholeSecondsAndHoldBothEnds() {
    assertThat(Worded.changes(FROM, TO, 20).sql())
        .isEqualTo(
            """
            -- last 20 changes between 2026-03-14T02:00:00Z and 2026-03-14T03:00:11Z
            SELECT ts, kind, service, region, version, previous, setting, description
            FROM changes
            WHERE ts >= TIMESTAMP '2026-03-14 02:00:00' AND ts < TIMESTAMP '2026-03-14 03:00:11'
            ORDER BY ts DESC, kind, service, region, version, previous, setting, description
            LIMIT 20\
            """);
  }
}
