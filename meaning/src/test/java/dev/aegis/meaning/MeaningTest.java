package dev.aegis.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.search.NearMeaning;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real model reads what incidents say and what people search for. */
class MeaningTest {
  private static final List<String> TOLD =
      List.of(
          "checkout-api, us-east-1: p99 1.2 s. memory leak introduced by v2.3.1. rollback_deploy"
              + " helped: the SLO is met again 68 s after the onset. keep receipts for reprints",
          "checkout-api, us-east-1: p99 1.0 s. traffic surge: 55 → 162 requests a second."
              + " scale_pods helped: the SLO is met again 40 s after the onset",
          "checkout-api, us-east-1: errors 100 %. slow payments: 25 → 900 ms a call."
              + " failover_region helped: the SLO is met again 40 s after the onset",
          "checkout-api, us-east-1: errors 68.6 %. config payments.timeout 1s → 24ms fails or slows"
              + " requests from then on. set_config helped. fail fast on payments",
          "inventory, us-west-2: p99 2.1 s. v2.5.0 holds locks on rows of the database."
              + " rollback_deploy helped: the SLO is met again 34 s after the onset");

  private static final Map<String, Integer> SEARCHED =
      Map.ofEntries(
          Map.entry("heap exhausted after release", 0),
          Map.entry("out of memory after a release", 0),
          Map.entry("too many shoppers", 1),
          Map.entry("black friday rush", 1),
          Map.entry("more customers than usual", 1),
          Map.entry("the bank answers late", 2),
          Map.entry("bank too slow", 2),
          Map.entry("somebody shortened a time limit", 3),
          Map.entry("time-out too short", 3),
          Map.entry("table blocked", 4),
          Map.entry("database rows blocked", 4),
          Map.entry("deadlock in the database", 4));

  private static final List<String> UNRELATED =
      List.of("the cat sat on the mat", "unicorn", "bicycle repair", "holiday in spain");

  @TempDir Path cache;
  private NearMeaning near;

  @BeforeEach
  void open() {
    near = new NearMeaning(cache);
  }

  @AfterEach
  void close() {
    near.close();
  }

  private NearMeaning.Found found(String search, int most) throws InterruptedException {
    NearMeaning.Found found = near.nearest(search, TOLD, most);
    while (found.note().startsWith("Reading")) {
      Thread.sleep(20);
      found = near.nearest(search, TOLD, most);
    }
    return found;
  }

  @Test
  void nobodyWaitsForTheModel() {
    NearMeaning.Found first = near.nearest("too many shoppers", TOLD, 5);

    assertThat(first.nearest()).isEmpty();
    assertThat(first.note()).startsWith("Reading");
  }

  @Test
  void findsWhatSaysTheSameInOtherWords() throws Exception {
    int right = 0;
    for (Map.Entry<String, Integer> searched : SEARCHED.entrySet()) {
      NearMeaning.Found found = found(searched.getKey(), 1);
      System.out.println(searched.getKey() + " -> " + found.nearest());
      assertThat(found.note()).isEmpty();
      right += found.nearest().equals(List.of(searched.getValue())) ? 1 : 0;
    }
    System.out.println("right: " + right + " of " + SEARCHED.size());
    assertThat(right).isGreaterThanOrEqualTo(10);
  }

  @Test
  void findsNothingForWhatIsNotThere() throws Exception {
    assertThat(found("   ", 5).nearest()).isEmpty();
    for (String unrelated : UNRELATED) {
      assertThat(found(unrelated, 5).nearest()).as(unrelated).isEmpty();
    }
  }

  @Test
  void aSearchAndATextOfAnyLengthAreTaken() throws Exception {
    List<String> texts = List.of("traffic surge ".repeat(20_000), "\u202e\u001b[31m\u0000");
    near.nearest("surge ".repeat(10_000), texts, 5);
    assertThat(found("more customers than usual", 2).note()).isEmpty();
  }

  @Test
  void unpacksNowhereButInTheCache() throws Exception {
    found("too many shoppers", 1);

    assertThat(System.getProperty("DJL_CACHE_DIR")).isNotBlank();
    assertThat(Path.of(System.getProperty("user.home"), ".djl.ai")).doesNotExist();
  }
}
