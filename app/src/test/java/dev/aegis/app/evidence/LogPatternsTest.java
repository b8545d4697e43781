package dev.aegis.app.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogPatternsTest {
  private final LogPatterns patterns = new LogPatterns();

  @Test
  void linesThatDifferInParametersShareAPattern() {
    int one = patterns.of("upstream timeout after 2031 ms for cart 17");
    int two = patterns.of("upstream timeout after 2999 ms for cart 9020");
    assertThat(two).isEqualTo(one);
    assertThat(patterns.text(one)).isEqualTo("upstream timeout after <*> ms for cart <*>");
  }

  @Test
  void wordsThatDifferBecomeParametersWhereMostOthersAgree() {
    int one = patterns.of("user alice logged in from home");
    int two = patterns.of("user bob logged in from work");
    assertThat(two).isEqualTo(one);
    assertThat(patterns.text(one)).isEqualTo("user <*> logged in from <*>");
  }

  @Test
  void linesThatSaySomethingElseStayApart() {
    int one = patterns.of("connection refused by payments");
    assertThat(patterns.of("connection pool is now full")).isNotEqualTo(one);
    assertThat(patterns.of("disk full on volume data")).isNotEqualTo(one);
  }

  @Test
  void ofAKeyWithAValueTheKeyStays() {
    int one = patterns.of("done status=200 took=13ms user='a b'");
    assertThat(patterns.text(one)).isEqualTo("done status=<*> took=<*> user=<*>");
  }

  @Test
  void anyLinesGetAPatternAndNeverMoreThanThereIsRoomFor() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int words = random.nextInt(6); words >= 0; words--) {
        for (int letters = random.nextInt(5); letters >= 0; letters--) {
          line.append((char) ('a' + random.nextInt(26)));
        }
        line.append(' ');
      }
      int id = patterns.of(random.nextInt(50) == 0 ? "" : line.toString());
      assertThat(id).as("seed " + seed).isBetween(0, patterns.size() - 1);
    }
    assertThat(patterns.size()).as("seed " + seed).isLessThanOrEqualTo(10_000);
  }
}
