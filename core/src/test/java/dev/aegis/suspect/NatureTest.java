package dev.aegis.suspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NatureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "docs/guide.md | +new words | documents only",
        "src/test/java/PoolTest.java | +assert max == 3 | tests only",
        ".github/workflows/build.yml | +run: make | tools of the build only",
        "web/theme.css | -color: red | looks only",
        "deploy/staging/pool.yaml | -max: 20 | another environment only",
        "services/a/run.go | -// was so | comments or blanks only",
        "services/a/run.go | +\tlog.Printf(\"%d\", n) | log lines only",
        "services/a/run.go | +\tspan.SetAttributes(x) | measuring only",
        "go.mod | -acme.io/x v1.2.3 | library in another minor version",
      })
  void knowsWhatCanHardlyBreakAService(String file, String diff, String words) {
    assertThat(Nature.of(edit(file, diff), false))
        .hasValueSatisfying(finding -> {
          assertThat(finding.words()).contains(words);
          assertThat(finding.decibans()).isLessThanOrEqualTo(-8);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "services/a/run.go | -if x == nil { return }",
        "services/a/latest.yaml | -max: 20",
        "services/contest/run.go | +go f(x)",
      })
  void saysNothingAgainstOrdinaryCode(String file, String diff) {
    assertThat(Nature.of(edit(file, diff), false)).isEmpty();
  }

  private static Edit edit(String file, String diff) {
    return new Edit(
        new Commit(
            "abc1234", Instant.EPOCH, "a change", List.of(file.strip()), diff.strip() + "\n"));
  }
}
