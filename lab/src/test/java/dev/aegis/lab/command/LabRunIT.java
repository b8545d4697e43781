package dev.aegis.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two faults from the injection to the verified recovery, on real processes, as a user runs them.
 * The one is a matter of capacity, the other of a deploy, so that no single habit passes both.
 */
class LabRunIT {
  /** A bound, not an expectation: a run takes two to three minutes on an idle machine. */
  private static final long LIMIT_MINUTES = 20;

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({"bad-config,set_config", "bad-deploy,rollback_deploy"})
  void theFaultIsRepairedForRealAndTheRecordingIsJudgedAsItWasLive(String fault, String action)
      throws Exception {
    Outcome run = run("lab", "run", fault, "--json");

    assertThat(run.exitCode()).as("%s", run).isZero();
    JsonNode summary = json(run.lines().getLast()).path("summary");
    assertThat(summary.path("fault").asString()).isEqualTo(fault);
    assertThat(summary.path("resolved").asBoolean()).as("%s", summary).isTrue();
    assertThat(summary.path("action").asString()).isEqualTo(action);
    assertThat(summary.path("secondsToDetect").asDouble()).isPositive();
    assertThat(summary.path("secondsToVerdict").asDouble())
        .isGreaterThanOrEqualTo(summary.path("secondsToDetect").asDouble());
    assertThat(summary.path("secondsToRecovery").asDouble()).isPositive();
    assertThat(summary.path("requestsFailed").asLong()).isPositive();
    assertThat(summary.path("forecast").path("p99Millis").asDouble()).isPositive();
    assertThat(summary.path("measured").path("p99Millis").asDouble()).isPositive();

    Path recording = recording(fault);
    Outcome investigated =
        run(
            "investigate",
            recording.resolve("metrics.csv").toString(),
            "--changes",
            recording.resolve("changes.json").toString(),
            "--slo",
            recording.resolve("service.yaml").toString(),
            "--json");
    // On a busy machine the other region may show an incident of its own, and investigate picks
    // one.
    if (others(investigated) == 0) {
      assertThat(vouchedFor(investigated)).as("%s", investigated).isEqualTo(vouchedFor(run));
    }
  }

  /** Incidents of a recording besides the one that was looked into. */
  private static int others(Outcome investigated) {
    return json(investigated.lines().getLast())
        .path("summary")
        .path("recording")
        .path("otherIncidents")
        .asInt(0);
  }

  /** The first action that the replay vouched for. */
  private static String vouchedFor(Outcome outcome) {
    for (String line : outcome.lines()) {
      JsonNode message = json(line);
      JsonNode payload = message.path("payload");
      if (message.path("intent").asString("").equals("validation_result")
          && payload.path("verdict").asString().equals("pass")) {
        return payload.path("action").toString();
      }
    }
    return "nothing";
  }

  private Path recording(String fault) throws IOException {
    try (Stream<Path> runs = Files.list(temporary.resolve("home").resolve("lab"))) {
      return runs.filter(run -> run.getFileName().toString().endsWith("-" + fault))
          .findFirst()
          .orElseThrow()
          .resolve("recording");
    }
  }

  private static JsonNode json(String line) {
    return JsonMapper.shared().readTree(line);
  }

  private record Outcome(int exitCode, List<String> lines, String err) {}

  private Outcome run(String... arguments) throws Exception {
    Path out = Files.createTempFile(temporary, "out", "");
    Path err = Files.createTempFile(temporary, "err", "");
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("aegis").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("AEGIS_BUILD", "never");
    builder.environment().put("AEGIS_HOME", temporary.resolve("home").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process =
        builder
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
          .as("ended within %d min: %s", LIMIT_MINUTES, Files.readString(err))
          .isTrue();
    } finally {
      process.destroy();
      process.waitFor();
    }
    return new Outcome(
        process.exitValue(),
        Files.readAllLines(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
