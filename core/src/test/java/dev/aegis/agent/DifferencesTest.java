package dev.aegis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Recheck.Figure;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static final List<String> COLUMNS = List.of("region", "p99_ms", "errors");

  @Test
  void rowsAreToldApartByTheirLabelsInWhateverOrderTheyCome() {
    Desk.Table was = table(List.of("east", "4000", "0.2"), List.of("west", "210", "0"));
    Desk.Table now = table(List.of("west", "230", "0"), List.of("east", "4000", "0.2"));

    assertThat(Differences.of(was, now)).containsExactly(new Figure("west, p99_ms", "210", "230"));
  }

  @Test
  void whatCameAndWhatIsGoneHasNothingOnTheOtherSide() {
    Desk.Table was = table(List.of("east", "4000", "0.2"));
    Desk.Table now = table(List.of("west", "210", "0"));

    assertThat(Differences.of(was, now))
        .containsExactly(
            new Figure("east", "east, 4000, 0.2", ""), new Figure("west", "", "west, 210, 0"));
  }

  @Test
  void whereLabelsDoNotTellRowsApartTheirPlaceDoes() {
    Desk.Table was = new Desk.Table(List.of("n"), List.of(List.of("1"), List.of("2")));
    Desk.Table now = new Desk.Table(List.of("n"), List.of(List.of("1"), List.of("3")));

    assertThat(Differences.of(was, now)).containsExactly(new Figure("row 2, n", "2", "3"));
  }

  @Test
  void manyAreCounted() {
    Desk.Table was = numbered(0);
    Desk.Table now = numbered(1);

    assertThat(Differences.of(was, now))
        .hasSize(Differences.MOST + 1)
        .last()
        .isEqualTo(new Figure("8 more", "", ""));
  }

  private static Desk.Table numbered(int from) {
    return new Desk.Table(
        List.of("n"),
        IntStream.range(0, 20).mapToObj(i -> List.of(Integer.toString(i + from))).toList());
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static Desk.Table table(List<String>... rows) {
    return new Desk.Table(COLUMNS, List.of(rows));
  }
}
