package dev.aegis.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.question.MetricColumn.Kind;
import dev.aegis.question.Reading.Asked;
import dev.aegis.question.Reading.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterpreterTest {
  private static final Instant FROM = Instant.parse("2026-05-04T08:00:00Z");
  private static final Instant TO = Instant.parse("2026-05-04T10:59:00Z");

  private final Schema schema =
      new Schema(
          List.of(
              new MetricColumn("p99_ms", Kind.TIME, "ms"),
              new MetricColumn("p50_ms", Kind.TIME, "ms"),
              new MetricColumn("error_rate", Kind.RATIO, "ratio"),
              new MetricColumn("requests", Kind.COUNT, ""),
              new MetricColumn("heap_used_bytes", Kind.GAUGE, "bytes")),
          List.of(
              new Schema.Dimension("service", List.of("checkout-api", "search"), true, true, false),
              new Schema.Dimension("region", List.of("us-east-1", "eu-west-1"), true, false, false),
              new Schema.Dimension("version", List.of("v1", "v2", "it's"), true, false, true),
              new Schema.Dimension("level", List.of("ERROR", "INFO"), false, true, false)),
          true,
          List.of(
              new Schema.Event(FROM.plusSeconds(600), "deploy", "search", "v1"),
              new Schema.Event(FROM.plusSeconds(7200), "deploy", "checkout-api", "v2"),
              new Schema.Event(FROM.plusSeconds(9000), "feature_flag", "search", "on")),
          FROM,
          TO,
          Duration.ofMinutes(1));

  private final Interpreter interpreter = new Interpreter(schema);

  private Asked asked(String question) {
    return (Asked) interpreter.read(question);
  }

  private Refused refused(String question) {
    return (Refused) interpreter.read(question);
  }

  @Test
  void readsMetricStatisticLabelsFilterAndTime() {
    Question question = asked("average p99 by region for search since 10:00").question();

    assertThat(question.by()).containsExactly("region");
    assertThat(question.filters())
        .containsExactly(new Question.Filter("service", List.of("search"), false));
    assertThat(question.span().from()).isEqualTo(Instant.parse("2026-05-04T10:00:00Z"));
    assertThat(question.measure())
        .isEqualTo(
            new Measure.Figures(
                List.of(new Measure.Figure(schema.metrics().getFirst(), Function.MEAN))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "average latency by region | latency",
        "average p99 by galaxy | galaxy",
        "average p99 of serch | serch",
        "p99 since the deploy | deploy",
        "error rate above 5 ms | 5 ms",
        "p99 tomorrow | tomorrow",
        "will p99 rise | will",
        "sum of p99 | total",
        "p95 of p99 | p95",
        "p99 between 10:00 and 09:00 | 10:00",
        "p99 of the service | service",
        "since the rollback p99 | rollback"
      })
  void namesTheWordThatItFailedOn(String question, String word) {
    assertThat(refused(question).word()).contains(word);
  }

  @Test
  void offersQuestionsThatItCanAnswer() {
    for (String question :
        List.of("average latency by region", "average p99 of serch", "p99 since the deploy")) {
      List<String> nearest = refused(question).nearest();
      assertThat(nearest).as(question).isNotEmpty();
      assertThat(nearest)
          .allSatisfy(n -> assertThat(interpreter.read(n)).isInstanceOf(Asked.class));
    }
    assertThat(refused("average p99 of serch").nearest().getFirst())
        .isEqualTo("average p99 of search");
  }

  @Test
  void takesTheDeployOfTheServiceThatIsAskedAbout() {
    assertThat(asked("average p99 of search since the deploy").question().span().from())
        .isEqualTo(FROM.plusSeconds(600));
    assertThat(asked("average p99 since the last deploy").question().span().from())
        .isEqualTo(FROM.plusSeconds(7200));
    assertThat(asked("average p99 since v2").question().span().from())
        .isEqualTo(FROM.plusSeconds(7200));
    assertThat(asked("average p99 after the flag change").question().span().from())
        .isEqualTo(FROM.plusSeconds(9000));
  }

  @Test
  void goesOnFromAnEarlierQuestion() {
    List<String> earlier = List.of("average error rate by region since v2");
    Asked next = (Asked) interpreter.read(earlier, "and by service?");

    assertThat(next.goesOn()).isTrue();
    assertThat(next.question().by()).containsExactly("service");
    assertThat(next.question().span().from()).isEqualTo(FROM.plusSeconds(7200));
    assertThat(((Asked) interpreter.read(earlier, "average p99")).goesOn()).isFalse();
    assertThat(interpreter.read("and by service?")).isInstanceOf(Refused.class);
  }

  @Test
  void doesNotCountTotalsTwice() {
    assertThat(asked("average p99").sql()).contains("version IS NULL");
    assertThat(asked("average p99 by version").sql())
        .contains("version IS NOT NULL")
        .doesNotContain("version IS NULL");
    assertThat(asked("average p99 of v2").sql())
        .contains("version = 'v2'")
        .doesNotContain("IS NULL");
  }

  @Test
  void quotesWhatComesFromDataAndFromPeople() {
    assertThat(asked("average p99 of version \"it's\"").sql()).contains("version = 'it''s'");
    assertThat(asked("log lines containing \"'; DROP TABLE logs; --\"").sql())
        .contains("'''; drop table logs; --'");
  }

  @Test
  void bringsThresholdsIntoTheUnitOfTheColumn() {
    assertThat(asked("which services had p99 over 2 s").sql()).contains("p99_ms > 2000");
    assertThat(asked("which services had an error rate above 5%").sql())
        .contains("error_rate > 0.05");
    assertThat(asked("which services had heap over 1.5 GB").sql())
        .contains("heap_used_bytes > 1500000000");
  }

  @Test
  void asksTwiceWhereASuperlativeHasTwoMeanings() {
    assertThat(asked("which region has the highest p99").rival()).isNotNull();
    assertThat(asked("which region has the highest average p99").rival()).isNull();
    assertThat(asked("which region has the most requests").rival()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "top 2 regions by p99",
        "2 regions with the highest p99",
        "the 2 worst regions by p99",
        "which 2 regions have the highest p99?"
      })
  void readsTheSameQuestionInOtherWords(String question) {
    Question read = asked(question).question();
    assertThat(read.by()).containsExactly("region");
    assertThat(read.limit()).isEqualTo(2);
    assertThat(read.order()).isEqualTo(Question.Order.HIGHEST);
  }

  /** Whatever is typed, there is an answer or a refusal, and a refusal's offers can be read. */
  @Test
  void neverFailsOnAnyWords() {
    long seed = 42;
    SplittableRandom random = new SplittableRandom(seed);
    List<String> words = new ArrayList<>(Lexicon.words());
    words.addAll(
        List.of(
            "p99",
            "p99_ms",
            "error",
            "rate",
            "search",
            "v2",
            "us-east-1",
            "region",
            "by",
            "10:00",
            "5",
            "500ms",
            "%",
            ">",
            ",",
            "\"",
            "'",
            "(",
            "2026-05-04",
            "UTC",
            "''",
            ";",
            "--",
            "\u0000",
            "é",
            "\uD83D\uDE00",
            "last",
            "15",
            "minutes",
            "since",
            "the",
            "deploy",
            "top",
            "3"));
    for (int i = 0; i < 600; i++) {
      StringBuilder question = new StringBuilder();
      for (int n = random.nextInt(9); n >= 0; n--) {
        question.append(words.get(random.nextInt(words.size()))).append(' ');
      }
      String text = question.toString();
      assertThat(interpreter.read(text)).as("seed " + seed + ": " + text).isNotNull();
      assertThat(interpreter.read(List.of("average p99 by region"), text)).isNotNull();
    }
  }

  @Test
  void refusesAQuestionThatIsTooLong() {
    assertThat(refused("p99 ".repeat(1_000)).reason()).contains("characters");
    assertThat(refused("").reason()).contains("none");
  }
}
