package dev.aegis.app.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Repository;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Faults that really happened in the lab, in services that call each other. */
class SeveralServicesTest {
  private static final Path RECORDINGS =
      Repository.here().root().resolve("bench/results/lab-matrix.jsonl.evidence");

  @TempDir Path user;

  @Test
  void namesTheDeployOfTheServiceThatIsCalled() {
    JsonNode leading = leading(RECORDINGS.resolve("lock-contention-do_nothing-1"));
    assertThat(leading.get("cause").asString()).isEqualTo("bad_deploy");
    assertThat(leading.get("service").asString()).isEqualTo("inventory");
    assertThat(leading.get("change").get("version").asString()).isEqualTo("v1.9.0");
    assertThat(leading.get("statement").asString())
        .startsWith("inventory: v1.9.0 fails or is slow");
  }

  @Test
  void withoutItsDeployTheServiceThatIsCalledIsSlow() throws IOException {
    Path copy = copy("lock-contention-do_nothing-1", line -> true);
    Files.writeString(copy.resolve("changes.json"), "[]");
    JsonNode leading = leading(copy);
    assertThat(leading.get("cause").asString()).isEqualTo("slow_dependency");
    assertThat(leading.get("service").asString()).isEqualTo("inventory");
  }

  @Test
  void withoutItsFiguresAndThoseOfCallsNobodyElseIsBlamed() throws IOException {
    Path copy =
        copy(
            "lock-contention-do_nothing-1",
            line -> line.contains(",checkout-api,") && !line.contains("dependency_"));
    JsonNode leading = leading(copy);
    assertThat(leading.get("cause").asString()).isEqualTo("unknown");
  }

  @Test
  void blamesTheServiceItselfForMoreTrafficThoughAllThatItCallsIsBusier() {
    assertThat(leading(RECORDINGS.resolve("surge-do_nothing-1")).get("cause").asString())
        .isEqualTo("traffic_surge");
  }

  @Test
  void blamesTheMachinesWhereEveryServiceIsSlower() {
    assertThat(leading(RECORDINGS.resolve("noisy-neighbour-do_nothing-1")).get("cause").asString())
        .isEqualTo("host_contention");
  }

  private JsonNode leading(Path recording) {
    Ran ran =
        Ran.aegis(
            user,
            "investigate",
            recording.toString(),
            "--slo",
            recording.resolve("service.yaml").toString(),
            "--json");
    return ran.out()
        .lines()
        .map(JsonMapper.shared()::readTree)
        .filter(message -> message.path("payload").has("hypotheses"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(ran.toString()))
        .get("payload")
        .get("hypotheses")
        .get(0);
  }

  /** The recording with the lines of figures that are kept. */
  private Path copy(String name, Predicate<String> kept) throws IOException {
    Path from = RECORDINGS.resolve(name);
    Path to = Files.createDirectories(user.resolve(name));
    for (String file : new String[] {"changes.json", "logs.jsonl.gz", "service.yaml"}) {
      Files.copy(from.resolve(file), to.resolve(file));
    }
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(from.resolve("metrics.csv.gz"))),
                    StandardCharsets.UTF_8));
        GZIPOutputStream out =
            new GZIPOutputStream(Files.newOutputStream(to.resolve("metrics.csv.gz")))) {
      out.write((lines.readLine() + "\n").getBytes(StandardCharsets.UTF_8));
      lines
          .lines()
          .filter(kept)
          .forEach(line -> {
            try {
              out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return to;
  }
}
