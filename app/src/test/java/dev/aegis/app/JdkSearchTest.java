package dev.aegis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How ./mvnw and ./aegis find the JDK they run on. */
class JdkSearchTest {

  private final Path script = Repository.here().root().resolve(".mvn/jdk.sh");

  @TempDir Path machine;

  private Shell shell = Shell.in(Path.of("/"));

  @BeforeEach
  void startOnAMachineWithoutAnyJdk() throws IOException {
    Files.createDirectory(machine.resolve("bin"));
    Path readlink = machine.resolve("bin/readlink");
    Files.writeString(readlink, "#!/bin/sh\nPATH=/usr/bin:/bin exec readlink \"$@\"\n");
    readlink.toFile().setExecutable(true);
    shell =
        shell
            .withoutEnvironment()
            .with("PATH", machine.resolve("bin").toString())
            .with("AEGIS_JDK_ROOTS", machine + "/jvm/*:" + machine + "/other jdks/*");
  }

  @Test
  void takesJavaHomeWhereItQualifies() throws IOException {
    shell = shell.with("JAVA_HOME", jdk("mine", "25.0.3").toString());
    jdk("jvm/newer", "26");

    assertThat(found()).isEqualTo(machine + "/mine");
  }

  @Test
  void passesOverAJavaHomeThatIsTooOld() throws IOException {
    shell = shell.with("JAVA_HOME", jdk("mine", "21.0.4").toString());
    jdk("jvm/temurin-25", "25.0.3");

    assertThat(found()).isEqualTo(machine + "/jvm/temurin-25");
  }

  @Test
  void followsTheLinksFromTheJavaOnThePath() throws IOException {
    Path home = jdk("elsewhere/jdk-25", "25");
    Path alternative =
        Files.createSymbolicLink(machine.resolve("alternative"), home.resolve("bin/java"));
    Files.createSymbolicLink(machine.resolve("bin/java"), alternative);

    assertThat(found()).isEqualTo(machine.toRealPath() + "/elsewhere/jdk-25");
  }

  @Test
  void searchesTheUsualPlacesWhereTheJavaOnThePathIsTooOld() throws IOException {
    Files.createSymbolicLink(
        machine.resolve("bin/java"), jdk("jvm/java-17", "17.0.15").resolve("bin/java"));
    jdk("other jdks/25 of mine", "25.0.1");

    assertThat(found()).isEqualTo(machine + "/other jdks/25 of mine");
  }

  @Test
  void takesTheNewestOfOnePlace() throws IOException {
    jdk("jvm/a", "25.0.3");
    jdk("jvm/b", "26.0.1");
    jdk("jvm/c", "9.0.4");

    assertThat(found()).isEqualTo(machine + "/jvm/b");
  }

  @Test
  void passesOverARuntimeWithoutACompiler() throws IOException {
    Files.delete(jdk("jvm/jre-25", "25").resolve("bin/javac"));
    jdk("other jdks/jdk-25", "25");

    assertThat(found()).isEqualTo(machine + "/other jdks/jdk-25");
  }

  @Test
  void saysInOneLineWhatIsMissingWhereThereIsNone() throws IOException {
    jdk("jvm/java-17", "17.0.15");

    Shell.Outcome outcome = search();

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines())
        .singleElement()
        .asString()
        .contains("JDK, release 25 or later", "JAVA_HOME (not set)", "PATH", machine + "/jvm/*")
        .contains("apt install temurin-25-jdk", "sdk install java 25-tem");
  }

  private String found() {
    Shell.Outcome outcome = search();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isEqualTo(0);
    return outcome.out().strip();
  }

  /** Under the strictest settings of a caller: mvnw runs with these. */
  private Shell.Outcome search() {
    return shell.run(
        "set -euf; . '" + script + "'; aegis_find_jdk || exit 1; printf %s \"$JAVA_HOME\"");
  }

  private Path jdk(String directory, String version) throws IOException {
    Path home = machine.resolve(directory);
    Files.createDirectories(home.resolve("bin"));
    for (String program : List.of("java", "javac")) {
      Files.createFile(home.resolve("bin").resolve(program)).toFile().setExecutable(true);
    }
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
    return home;
  }
}
