package dev.aegis.app.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Golden;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Repository;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code backtest} on the recordings that come with Aegis. */
class TelemetryBacktestTest {
  private static final Path RECORDINGS = Path.of("src", "test", "resources", "investigations");

  @TempDir Path user;

  @ParameterizedTest
  @ValueSource(strings = {"surge", "leak", "undecidable"})
  void isToldAsRecorded(String example) {
    Ran ran = Ran.aegis(user, "backtest", "--data", example(example));

    assertThat(ran.err()).isEmpty();
    assertThat(ran.lines()).allMatch(line -> line.length() <= 80);
    assertThat(user.resolve(".aegis")).doesNotExist();
    Golden.matches(
        "golden/backtest/" + example + ".txt", ran.out() + "exit code " + ran.code() + "\n");
  }

  @Test
  void givesALineAWindowALineAPlaceAndASummary() {
    Ran ran = Ran.aegis(user, "backtest", "--data", example("surge"), "--json");

    assertThat(ran.lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    assertThat(ran.lines().stream().map(line -> line.split("\"", 3)[1]))
        .containsExactly("window", "window", "place", "window", "window", "place", "summary");
    assertThat(ran.lines().getFirst())
        .contains("\"grade\":\"reproduced\"", "\"seenP99Millis\":2", "\"parameters\":[{\"name\"");
    assertThat(ran.lines().get(2))
        .contains(
            "\"foretold\":2,\"misfits\":0",
            "{\"action\":\"scale_pods\",\"windows\":2,\"whyNot\":null}",
            "{\"action\":\"set_flag\",\"windows\":0,\"whyNot\":\"no flag was changed");
    assertThat(ran.lines().getLast())
        .isEqualTo("{\"summary\":{\"seed\":42,\"places\":2,\"vouchedFor\":2,\"exitCode\":0}}");
  }

  @Test
  void saysWhatToDeclareWhereNothingIsKnownOfTheService() {
    Path metrics = RECORDINGS.resolve("long").resolve("metrics.csv");
    Ran ran = Ran.aegis(user, "backtest", "--data", metrics.toString());

    assertThat(ran.code()).isEqualTo(4);
    assertThat(ran.out().replaceAll("\\s+", " "))
        .contains(
            "none of 2 windows could be compared",
            "cannot for any action: the model could not be fitted",
            "missing slots_per_pod of checkout-api in us-east-1",
            "declare slots_per_pod: how many requests a pod works on at once",
            "declare regions: where the traffic could go",
            "vouched for in 0 of 2 services and regions");
  }

  @Test
  void givesTheSameTwice() {
    List<String> first = Ran.aegis(user, "backtest", "--data", example("leak"), "--json").lines();

    assertThat(Ran.aegis(user, "backtest", "--data", example("leak"), "--json").lines())
        .isEqualTo(first);
  }

  @Test
  void answersWhatItCannotReadInOneLine() {
    Ran source =
        Ran.aegis(user, "backtest", "--source", "mimir", "--config", user.resolve("x").toString());
    assertThat(source.code()).isEqualTo(3);
    assertThat(source.err()).contains("expected a file that can be read, found none");
    Ran nothing = Ran.aegis(user, "backtest");
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err())
        .isEqualTo(
            "aegis: expected --data PATH or --source NAME, found neither. See 'aegis backtest"
                + " --help'.\n");
    Ran gone = Ran.aegis(user, "backtest", "--data", "no/such/file");
    assertThat(gone.code()).isEqualTo(3);
    assertThat(gone.err().lines()).hasSize(1);
    Ran without =
        Ran.aegis(user, "backtest", "--data", RECORDINGS.resolve("hostile/app.log").toString());
    assertThat(without.code()).isEqualTo(3);
    assertThat(without.err()).contains("expected requests_per_second or latency_p99_ms");
    assertThat(source.out() + nothing.out() + gone.out() + without.out()).isEmpty();
  }

  private static String example(String name) {
    return Repository.here().root().resolve("examples").resolve(name).toString();
  }
}
