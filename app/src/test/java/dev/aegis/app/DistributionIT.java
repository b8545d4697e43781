package dev.aegis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as the build made it, started as a user starts it. */
class DistributionIT {

  private final Repository repository = Repository.here();
  private final Path distribution = repository.distribution();
  private final Shell shell =
      Shell.in(repository.root()).with("JAVA_HOME", System.getProperty("java.home"));

  @TempDir Path temporary;

  @Test
  void printsItsUsageAndNothingElse() {
    Shell.Outcome outcome = shell.run("./aegis --help");

    assertThat(outcome.exitCode()).isEqualTo(0);
    assertThat(outcome.out()).startsWith("Usage: aegis");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void refusesAnOptionItDoesNotKnow() {
    assertThat(shell.run("./aegis '--no such option'").exitCode()).isEqualTo(2);
  }

  @Test
  void refusesABusItDoesNotHave() {
    Shell.Outcome outcome = shell.with("BUS", "carrier-pigeon").run("./aegis demo");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("BUS: expected \"local\"").contains("carrier-pigeon");
  }

  @Test
  void startsFromItsCache() {
    // Java ends with an error where the cache does not fit, instead of going on without it.
    Shell.Outcome outcome =
        shell.with("JDK_JAVA_OPTIONS", "-XX:AOTMode=on").run("./aegis --version");

    assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(0);
  }

  @Test
  void startsAsAnInstalledCopyAndFromItsCache() throws IOException {
    Shell.Outcome copied = shell.run("cp -Rp '" + distribution + "' '" + temporary + "/copy'");
    assertThat(copied.exitCode()).as("%s", copied).isEqualTo(0);

    Shell.Outcome outcome =
        shell
            .with("JDK_JAVA_OPTIONS", "-XX:AOTMode=on")
            .run("cd / && '" + temporary + "/copy/aegis' --version");

    assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(0);
    assertThat(outcome.out()).startsWith("aegis ");
  }

  @Test
  void saysThatAnInstalledCopyHasNoLab() {
    shell.run("cp -Rp '" + distribution + "' '" + temporary + "/copy'");

    Shell.Outcome outcome = shell.run("'" + temporary + "/copy/aegis' lab faults");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            "aegis: the lab is not part of an installed Aegis; run ./aegis lab in its source"
                + " tree\n");
  }

  @Test
  void goesOnWithoutAWordWhereTheCacheDoesNotFit() throws IOException {
    shell.run("cp -Rp '" + distribution + "' '" + temporary + "/copy'");
    Files.writeString(temporary.resolve("copy/aegis.aot"), "not a cache");

    Shell.Outcome outcome = shell.run("'" + temporary + "/copy/aegis' --version");

    assertThat(outcome.exitCode()).isEqualTo(0);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void opensItsDatabasesWithoutUnpackingALibrary() throws IOException {
    String java =
        String.join(
            " ",
            "\"$JAVA_HOME/bin/java\" @'" + distribution + "/jvm.options'",
            "-Djava.io.tmpdir='" + temporary + "'",
            "-Dorg.sqlite.lib.path='" + distribution + "/lib'",
            "-cp 'app/target/test-classes:" + distribution + "/lib/*'",
            NativeProbe.class.getName());

    Shell.Outcome outcome = shell.run(java + " jdbc:duckdb: jdbc:sqlite::memory:");

    assertThat(outcome.out()).isEqualTo("jdbc:duckdb: 42\njdbc:sqlite::memory: 42\n");
    assertThat(outcome.err()).isEmpty();
    try (Stream<Path> unpacked = Files.list(temporary)) {
      assertThat(unpacked.filter(file -> !file.getFileName().toString().startsWith("hsperf")))
          .isEmpty();
    }
  }
}
