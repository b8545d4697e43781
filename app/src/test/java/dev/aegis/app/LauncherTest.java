package dev.aegis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the launcher itself does, in a tree whose build and Java are small scripts: when it builds,
 * what it says meanwhile, and that it hands everything on as it came.
 */
class LauncherTest {

  private static final String BUILD =
      """
      #!/bin/sh
      here=${0%/*}
      echo built >>"$here/builds"
      echo 'Downloading from central: a.jar'
      echo 'Downloading from central: b.jar'
      echo '[INFO] --< dev.aegis:aegis-core >--'
      echo '[INFO] --< dev.aegis:aegis-app >--'
      echo 'Training the start-up cache'
      [ ! -f "$here/broken" ] || { echo '[ERROR] Main.java: a semicolon is missing'; exit 1; }
      mkdir -p "$here/app/target/aegis/lib"
      touch "$here/app/target/aegis/built" "$here/app/target/aegis/aegis.aot"
      case " $* " in *" lab,app "*)
        echo '[INFO] --< dev.aegis:aegis-lab >--'
        mkdir -p "$here/lab/target/aegis-lab/lib"
        touch -r "$here/app/target/aegis/built" "$here/lab/target/aegis-lab/built"
      esac
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      for each in "$@"; do printf '[%s]\\n' "$each"; done
      cat
      exit 7
      """;

  @TempDir Path tree;

  private Shell shell = Shell.in(Path.of("/"));

  @BeforeEach
  void layOutATree() throws IOException {
    Path root = Repository.here().root();
    for (String directory :
        List.of(
            "core/src/main",
            "app/src/main",
            "app/src/dist",
            "app/src/build",
            "lab/src/main",
            "lab/src/build",
            ".mvn")) {
      Files.createDirectories(tree.resolve(directory));
    }
    for (String file :
        List.of(
            "pom.xml",
            "core/pom.xml",
            "app/pom.xml",
            "app/src/main/A.java",
            "lab/pom.xml",
            "lab/src/main/B.java")) {
      Files.createFile(tree.resolve(file));
    }
    Files.copy(root.resolve(".mvn/jdk.sh"), tree.resolve(".mvn/jdk.sh"));
    Files.copy(root.resolve("aegis"), tree.resolve("aegis"));
    program("mvnw", BUILD);
    program("jdk/bin/java", JAVA);
    program("jdk/bin/javac", "");
    Files.writeString(tree.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
    shell =
        Shell.in(tree)
            .withoutEnvironment()
            .with("PATH", "/usr/bin:/bin")
            .with("JAVA_HOME", tree.resolve("jdk").toString());
  }

  @Test
  void buildsOnFirstUseAndShowsHowFarItIs() {
    Shell.Outcome outcome = shell.run("./aegis");

    assertThat(outcome.err())
        .startsWith(
            "Building Aegis (first use, about a minute): "
                + "libraries … core … app … start-up cache … ready after ");
    assertThat(outcome.out()).doesNotContain("Building", "INFO");
    assertThat(outcome.exitCode()).isEqualTo(7);
  }

  @Test
  void buildsOnlyOnce() throws IOException {
    shell.run("./aegis");

    assertThat(shell.run("./aegis").err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainAfterASourceHasChanged() throws IOException {
    shell.run("./aegis");
    touch("app/src/main/A.java");

    assertThat(shell.run("./aegis").err()).startsWith("Building Aegis (sources have changed): ");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void runsWhatIsThereWhereBuildingIsForbidden() throws IOException {
    shell.run("./aegis");
    touch("app/src/main/A.java");

    assertThat(shell.with("AEGIS_BUILD", "never").run("./aegis").err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void saysSoWhereNothingIsThereAndBuildingIsForbidden() {
    Shell.Outcome outcome = shell.with("AEGIS_BUILD", "never").run("./aegis");

    assertThat(outcome.err()).contains("Aegis is not built");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void showsWhyABuildFailedAndWhereTheLogIs() throws IOException {
    Files.createFile(tree.resolve("broken"));

    Shell.Outcome outcome = shell.run("./aegis");

    assertThat(outcome.err())
        .contains("a semicolon is missing")
        .contains("the whole log is in " + tree.toRealPath() + "/app/target/aegis-build.log");
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void goesOnAfterABuildThatWasKilled() throws IOException {
    Files.createDirectories(tree.resolve("app/target"));
    // No process has a number beyond the kernel's limit.
    Files.writeString(tree.resolve("app/target/building"), "99999999\n");

    assertThat(shell.run("./aegis").err()).contains("ready after");
  }

  @Test
  void handsArgumentsAndInputOnAsTheyCame() {
    String arguments = "ask 'why  is it slow?' '' '*' -- \"it's\" '@file' '$HOME'";

    Shell.Outcome outcome = shell.run("./aegis " + arguments, "from standard input");

    assertThat(outcome.out())
        .endsWith(
            "[ask]\n[why  is it slow?]\n[]\n[*]\n[--]\n[it's]\n[@file]\n[$HOME]\n"
                + "from standard input");
    assertThat(outcome.exitCode()).isEqualTo(7);
  }

  @Test
  void startsThroughALinkFromAnotherDirectory() throws IOException {
    shell.run("./aegis");
    Files.createDirectory(tree.resolve("bin"));
    Files.createSymbolicLink(tree.resolve("bin/aegis"), Path.of("../aegis"));

    Shell.Outcome outcome = shell.run("cd / && '" + tree + "/bin/aegis' here");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("[" + tree.toRealPath() + "/app/target/aegis/lib/aegis-app.jar]\n[here]\n");
  }

  @Test
  void buildsNothingInAnInstalledCopy() throws IOException {
    Path copy = Files.createDirectories(tree.resolve("opt/aegis"));
    Files.createDirectory(copy.resolve("lib"));
    Files.createFile(copy.resolve("lib/aegis-app.jar"));
    Files.copy(tree.resolve("aegis"), copy.resolve("aegis"));
    Files.copy(tree.resolve(".mvn/jdk.sh"), copy.resolve("jdk.sh"));

    Shell.Outcome outcome = shell.run("opt/aegis/aegis here");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("[" + copy.toRealPath() + "/lib/aegis-app.jar]\n[here]\n");
    assertThat(tree.resolve("builds")).doesNotExist();
  }

  @Test
  void buildsTheLabWhenItIsAskedForAndPutsItOnTheClassPath() throws IOException {
    shell.run("./aegis");

    Shell.Outcome outcome = shell.run("./aegis lab run leak");

    assertThat(outcome.err())
        .startsWith("Building Aegis and its lab (first use, about a minute): ")
        .contains("lab … ready after ");
    String root = tree.toRealPath().toString();
    assertThat(outcome.out())
        .contains("[-XX:AOTCache=" + root + "/app/target/aegis/aegis.aot]\n")
        .endsWith(
            "[-cp]\n["
                + root
                + "/app/target/aegis/lib/aegis-app.jar:"
                + root
                + "/lab/target/aegis-lab/lib/aegis-lab.jar]\n"
                + "[dev.aegis.app.Main]\n[lab]\n[run]\n[leak]\n");
    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(builds()).isEqualTo(2);
    assertThat(shell.run("./aegis lab faults").err()).isEmpty();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void buildsTheLabAgainAfterItsSourceHasChangedAndForNoOtherCommand() throws IOException {
    shell.run("./aegis lab faults");
    touch("lab/src/main/B.java");

    assertThat(shell.run("./aegis demo").err()).isEmpty();
    assertThat(shell.run("./aegis lab faults").err())
        .startsWith("Building Aegis and its lab (sources have changed): ");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void buildsTheLabAgainAfterTheProductWasBuiltWithoutIt() throws IOException {
    shell.run("./aegis lab faults");
    touch("app/target/aegis/built");

    assertThat(shell.run("./aegis lab faults").err()).startsWith("Building Aegis and its lab ");
  }

  @Test
  void saysSoWhereTheLabIsNotThereAndBuildingIsForbidden() throws IOException {
    shell.run("./aegis");

    Shell.Outcome outcome = shell.with("AEGIS_BUILD", "never").run("./aegis lab faults");

    assertThat(outcome.err()).contains("Aegis and its lab are not built");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void leavesTheLabToTheProductInAnInstalledCopy() throws IOException {
    Path copy = Files.createDirectories(tree.resolve("opt/aegis"));
    Files.createDirectory(copy.resolve("lib"));
    Files.createFile(copy.resolve("lib/aegis-app.jar"));
    Files.copy(tree.resolve("aegis"), copy.resolve("aegis"));
    Files.copy(tree.resolve(".mvn/jdk.sh"), copy.resolve("jdk.sh"));

    Shell.Outcome outcome = shell.run("opt/aegis/aegis lab faults");

    assertThat(outcome.out())
        .contains("[-jar]\n[" + copy.toRealPath() + "/lib/aegis-app.jar]\n[lab]\n[faults]\n");
    assertThat(tree.resolve("builds")).doesNotExist();
  }

  private long builds() throws IOException {
    try (var lines = Files.lines(tree.resolve("builds"))) {
      return lines.count();
    }
  }

  private void touch(String file) throws IOException {
    Files.setLastModifiedTime(
        tree.resolve(file), FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
  }

  private void program(String path, String text) throws IOException {
    Path file = tree.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    file.toFile().setExecutable(true);
  }
}
