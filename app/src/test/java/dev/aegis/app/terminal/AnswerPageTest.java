package dev.aegis.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerPageTest {
  private static final int WIDTH = 60;
  private final AnswerPage page = new AnswerPage(Style.PLAIN, Glyphs.UNICODE, WIDTH);

  private List<String> shown(List<String> columns, List<List<@Nullable Object>> rows) {
    return page.answered("mean of p99", "SELECT 1", columns, rows, List.of());
  }

  private static List<@Nullable Object> row(@Nullable Object... cells) {
    return Arrays.asList(cells);
  }

  @Test
  void showsHowItWasUnderstoodThenTheTableThenTheSql() {
    List<String> lines =
        shown(List.of("pod", "p99"), List.of(row("a", 200.0), row("b", 100.0), row("c", null)));
    assertThat(lines.getFirst()).isEqualTo("mean of p99");
    assertThat(lines).anyMatch(l -> l.matches("  a +200 +▇+"));
    assertThat(lines).anyMatch(l -> l.matches("  c +-"));
    assertThat(lines.getLast()).isEqualTo("  SELECT 1");
  }

  @Test
  void theLongestBarIsThatOfTheGreatestAndTheOthersAreInProportion() {
    List<String> lines = shown(List.of("pod", "p99"), List.of(row("a", 200.0), row("b", 100.0)));
    long long_ = bars(lines, "  a");
    assertThat(long_).isPositive();
    assertThat(bars(lines, "  b")).isEqualTo(long_ / 2);
  }

  private static long bars(List<String> lines, String start) {
    String line = lines.stream().filter(l -> l.startsWith(start)).findFirst().orElseThrow();
    return line.chars().filter(c -> c == '▇').count();
  }

  @Test
  void figuresBelowZeroGetNoBar() {
    List<String> lines = shown(List.of("pod", "change"), List.of(row("a", -2.0), row("b", 1.0)));
    assertThat(String.join("\n", lines)).doesNotContain("▇");
  }

  @Test
  void noLineIsWiderThanTheTerminalAndWhatDoesNotFitIsNamed() {
    List<String> columns = new ArrayList<>();
    List<@Nullable Object> cells = new ArrayList<>();
    for (int c = 0; c < 12; c++) {
      columns.add("a_rather_long_column_" + c);
      cells.add("some text of the data " + c);
    }
    List<String> lines = shown(columns, List.of(cells));
    assertThat(lines).allMatch(l -> Cells.of(l) <= WIDTH);
    assertThat(String.join("\n", lines)).contains("not shown, too wide: a_rather_long_column_11");
  }

  @Test
  void ofManyRowsTheFirstAreShownAndTheRestCounted() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(row("pod-" + i, (double) i));
    }
    List<String> lines = shown(List.of("pod", "p99"), rows);
    assertThat(lines).anyMatch(l -> l.contains("60 more rows"));
    assertThat(String.join("\n", lines)).contains("pod-39").doesNotContain("pod-40 ");
  }

  @Test
  void textOfTheDataCannotSteerTheTerminal() {
    List<String> lines = shown(List.of("pod"), List.of(row("\u001b[2Jevil\u202e"), row("b")));
    assertThat(String.join("", lines)).doesNotContain("\u001b").doesNotContain("\u202e");
  }

  @Test
  void aRefusalNamesTheWordAndWhatCouldBeAnswered() {
    assertThat(page.refused("mars", "no such label", List.of("p99 by region")))
        .containsExactly(
            "not answered: \"mars\" - no such label", "could be answered:", "  p99 by region");
  }
}
