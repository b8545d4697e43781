package dev.aegis.app.pull;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryAnswerTest {
  private static final long SEED = 20_261_124;

  private static final String MATRIX =
      """
      {"status":"success","warnings":["slow"],"data":{"resultType":"matrix","result":[
        {"metric":{"__name__":"up","job":"a\\u001b"},"values":[[1.5,"1"],[2,"+Inf"],[2,"9"],[3.25,"NaN"]]},
        {"values":[[4e0,"-Inf"],[5,"x"],[6],7,["a","1"],[7,"1e3",{"z":[]}]],"metric":{"__name__":"down"}},
        {"metric":{"__name__":"native"},"histograms":[[1,{"count":"1","sum":"2","buckets":[]}]]}]}}
      """;

  private record Seen(Map<String, String> labels, List<Long> millis, List<Double> values) {}

  private static List<Seen> read(String body) {
    List<Seen> all = new ArrayList<>();
    var _ =
        QueryAnswer.read(
            body.getBytes(UTF_8),
            (labels, millis, values, count) ->
                all.add(
                    new Seen(
                        labels,
                        Arrays.stream(millis, 0, count).boxed().toList(),
                        Arrays.stream(values, 0, count).boxed().toList())));
    return all;
  }

  @Test
  void seriesComeWithTheirLabelsAndWhatIsNoPairOrLiesBackIsLeftOut() {
    assertThat(read(MATRIX))
        .containsExactly(
            new Seen(
                Map.of("__name__", "up", "job", "a\u001b"),
                List.of(1_500L, 2_000L, 3_250L),
                List.of(1.0, Double.POSITIVE_INFINITY, Double.NaN)),
            new Seen(
                Map.of("__name__", "down"),
                List.of(4_000L, 5_000L, 6_000L, 7_000L),
                List.of(Double.NEGATIVE_INFINITY, Double.NaN, Double.NaN, 1_000.0)),
            new Seen(Map.of("__name__", "native"), List.of(), List.of()));
    assertThat(QueryAnswer.read(MATRIX.getBytes(UTF_8), (_, _, _, _) -> {})).isEqualTo(1);
  }

  @Test
  void aVectorHasOnePairASeries() {
    assertThat(
            read(
                "{\"data\":{\"result\":[{\"metric\":{},\"value\":[9,\"3\"]}]},\"status\":\"success\"}"))
        .containsExactly(new Seen(Map.of(), List.of(9_000L), List.of(3.0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "<html>",
        "{",
        "{\"status\":\"success\"}",
        "{\"status\":\"error\",\"error\":\"no \\u001b[31morg\",\"data\":{\"result\":[]}}",
        "{\"status\":\"success\",\"data\":{\"result\":{}}}",
        "{\"status\":\"success\",\"data\":{\"result\":[]}} {}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{\"a\":"
      })
  void whatIsNoAnswerIsRefusedInOneSentence(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(PullException.class)
        .message()
        .startsWith("expected ")
        .doesNotContain("\n", "\u001b");
  }

  @Test
  void mutatedAnswersAreReadOrRefusedInOneSentence() {
    Random random = new Random(SEED);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = MATRIX.getBytes(UTF_8);
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] =
            random.nextInt(8) == 0
                ? (byte) random.nextInt(256)
                : (byte) "{}[]\":,0a\\\n 9e".charAt(random.nextInt(14));
      }
      byte[] cut =
          random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
      try {
        QueryAnswer.read(
            cut,
            (_, millis, _, count) -> {
              for (int i = 1; i < count; i++) {
                assertThat(millis[i]).as("seed %d", SEED).isGreaterThan(millis[i - 1]);
              }
            });
      } catch (PullException e) {
        refused++;
        assertThat(e.getMessage())
            .as("seed %d, round %d", SEED, round)
            .startsWith("expected ")
            .doesNotContain("\n");
      }
    }
    assertThat(refused).isBetween(1_000, 19_900);
  }
}
