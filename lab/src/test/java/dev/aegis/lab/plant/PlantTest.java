package dev.aegis.lab.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * One plant of real processes for all tests here, since a start is what costs most; the last test
 * ends it and looks whether anything is left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlantTest {
  private static final String EAST = "us-east-1";
  private static final String WEST = "us-west-2";
  private static final String CHECKOUT = "/v1/deployments/checkout-api/us-east-1";
  private static final long SEED = 42;

  private Path directory = Path.of(".");
  private final List<AutoCloseable> opened = new ArrayList<>();
  private RunningPlant plant = new RunningPlant(0);

  @BeforeAll
  void startUntilReady(@TempDir Path fresh) {
    directory = fresh;
    System.out.println("seed " + SEED);
    Plant started = Plant.start(PlantOptions.in(directory, SEED).withHomeRate(24));
    opened.add(started);
    plant = new RunningPlant(started.port());
    RunningPlant.await("the plant is ready", plant::ready);
  }

  @AfterAll
  void end() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  @Order(1)
  void discoversEveryProcessWithMetrics() {
    JsonNode targets = plant.get("/v1/targets");

    assertThat(targets.size()).isEqualTo(12 + 2 + 2);
    assertThat(plant.sum("service", WEST, "http_server_requests_total", "status=\"200\""))
        .isPositive();
  }

  @Test
  @Order(2)
  void changesNothingInADryRun() {
    JsonNode before = plant.get("/v1/state");

    var answer = plant.send("PUT", CHECKOUT + "?dryRun=true", "{\"version\":\"v2.3.1\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("from v2.3.0 to v2.3.1");
    assertThat(plant.get("/v1/state")).isEqualTo(before);
    assertThat(plant.get("/v1/changes?after=0").size()).isZero();
  }

  @Test
  @Order(3)
  void startsNothingTwiceForTheSameKeyAndRefusesAnOlderOwner() {
    String path = "/v1/deployments/checkout-api/us-west-2";
    String[] stamp = {"Idempotency-Key", "k-1", "Fencing-Epoch", "5"};

    int first = plant.send("PUT", path, "{\"replicas\":5}", stamp).statusCode();
    plant.awaitSettled("checkout-api", WEST);
    plant.send("PUT", path, "{\"replicas\":4}");
    int again = plant.send("PUT", path, "{\"replicas\":5}", stamp).statusCode();
    int stale = plant.send("PUT", path, "{\"replicas\":8}", "Fencing-Epoch", "4").statusCode();

    assertThat(List.of(first, again, stale)).containsExactly(202, 200, 409);
    plant.awaitSettled("checkout-api", WEST);
    assertThat(plant.deployment("checkout-api", WEST).get("pods").size()).isEqualTo(4);
  }

  @Test
  @Order(4)
  void rollsAVersionWithoutEverHavingFewerPodsOrAFailedRequest() throws Exception {
    double failedBefore = plant.failed(EAST);
    AtomicBoolean rolling = new AtomicBoolean(true);
    List<Integer> seen = new ArrayList<>();
    Thread watch =
        Thread.ofVirtual()
            .start(() -> {
              while (rolling.get()) {
                seen.add(plant.deployment("checkout-api", EAST).get("readyReplicas").asInt());
                Pause.millis(50);
              }
            });

    plant.send("PUT", CHECKOUT, "{\"version\":\"v2.3.1\"}");
    plant.awaitSettled("checkout-api", EAST);
    rolling.set(false);
    watch.join();

    assertThat(seen).isNotEmpty().allMatch(ready -> ready >= 4);
    assertThat(plant.deployment("checkout-api", EAST).get("pods"))
        .allMatch(pod -> pod.get("version").asString().equals("v2.3.1"));
    assertThat(plant.failed(EAST)).isEqualTo(failedBefore);
  }

  @Test
  @Order(5)
  void startsAKilledPodAgain() {
    JsonNode pod = plant.deployment("checkout-api", EAST).get("pods").get(0);
    String name = pod.get("name").asString();

    RunningPlant.pids(directory).stream()
        .filter(
            pid -> directory.resolve("run").resolve(name + "." + pid + ".pid").toFile().exists())
        .forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());

    RunningPlant.await(
        name + " was started again",
        () -> {
          JsonNode now = plant.deployment("checkout-api", EAST);
          for (JsonNode each : now.get("pods")) {
            if (each.get("name").asString().equals(name) && each.get("restarts").asInt() == 1) {
              return now.get("settled").asBoolean();
            }
          }
          return false;
        });
  }

  @Test
  @Order(6)
  void movesTheTrafficToTheOtherRegionAndBack() {
    String toWest = "to=\"us-west-2\"";
    String toEast = "to=\"us-east-1\"";
    plant.send("PUT", "/v1/edges/us-east-1", "{\"weights\":{\"us-west-2\":1},\"rampSeconds\":1}");
    RunningPlant.await("the ramp is over", () -> plant.edge(EAST).get("settled").asBoolean());
    double before = plant.sum("edge", EAST, "edge_requests_total", toWest);

    RunningPlant.await(
        "50 more requests went west",
        () -> plant.sum("edge", EAST, "edge_requests_total", toWest) >= before + 50);
    double east = plant.sum("edge", EAST, "edge_requests_total", toEast);
    RunningPlant.await(
        "50 more requests went west",
        () -> plant.sum("edge", EAST, "edge_requests_total", toWest) >= before + 100);

    assertThat(plant.sum("edge", EAST, "edge_requests_total", toEast)).isEqualTo(east);
    plant.send("PUT", "/v1/edges/us-east-1", "{\"weights\":{\"us-east-1\":1}}");
    RunningPlant.await("it is back", () -> plant.edge(EAST).get("settled").asBoolean());
  }

  @Test
  @Order(7)
  void shedsTheShareItIsTold() {
    plant.send("PUT", "/v1/edges/us-east-1", "{\"shed\":0.5}");
    RunningPlant.await("it is told", () -> plant.edge(EAST).get("settled").asBoolean());
    double all = plant.sum("edge", EAST, "edge_requests_total", "");
    double shed = plant.sum("edge", EAST, "edge_shed_total", "");
    RunningPlant.await(
        "100 more requests came",
        () -> plant.sum("edge", EAST, "edge_requests_total", "") >= all + 100);

    double more = plant.sum("edge", EAST, "edge_shed_total", "") - shed;
    double came = plant.sum("edge", EAST, "edge_requests_total", "") - all;

    // What is under way when the counters are read is counted by one of them only.
    assertThat(more / came).isBetween(0.35, 0.65);
    plant.send("PUT", "/v1/edges/us-east-1", "{\"shed\":0}");
  }

  @Test
  @Order(8)
  void makesAFaultsChangesAndTellsItsEffects() {
    long before = plant.get("/v1/changes?after=0").size();
    String fault =
        """
        id: slow
        title: a flag that nobody should have set
        changes:
          - { at: 0s, kind: flag, service: checkout-api, name: receipt_cache, value: "on", description: "receipts" }
        effects:
          - { effect: load, region: us-west-2, factor: 3 }
        """;

    var answer = plant.send("POST", "/v1/faults", fault);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    RunningPlant.await(
        "the change is in the feed", () -> plant.get("/v1/changes?after=" + before).size() == 1);
    RunningPlant.await(
        "the users of us-west-2 send three times as much",
        () -> plant.sum("clients", WEST, "client_arrivals_per_second", "") > 30);
    plant.send("DELETE", "/v1/faults", "");
    RunningPlant.await(
        "they have calmed down",
        () -> plant.sum("clients", WEST, "client_arrivals_per_second", "") < 20);
  }

  @Test
  @Order(9)
  void leavesNoProcessBehind() throws Exception {
    List<Long> pids = RunningPlant.pids(directory);
    assertThat(pids).hasSizeGreaterThanOrEqualTo(19).allMatch(RunningPlant::alive);

    end();

    // The server of the database is nobody's child any more once its wrapper has ended.
    RunningPlant.await("no process is left", () -> pids.stream().noneMatch(RunningPlant::alive));
    assertThat(RunningPlant.pids(directory)).isEmpty();
  }
}
