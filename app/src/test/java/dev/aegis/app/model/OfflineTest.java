package dev.aegis.app.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where no model is set up, models cost nothing: the product in a process of its own. */
class OfflineTest {
  @TempDir Path home;

  @Test
  void noClassOfLangchainIsLoadedWhereNoModelIsSetUp() throws IOException, InterruptedException {
    Path loaded = home.resolve("loaded.txt");
    ProcessBuilder demo =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xlog:class+load:file=" + loaded + "::filecount=0",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.aegis.app.Main",
            "demo",
            "--scenario",
            "bad-config",
            "--json");
    Map<String, String> environment = demo.environment();
    environment.keySet().removeIf(name -> name.startsWith("LLM_"));
    environment.put("AEGIS_HOME", home.resolve("state").toString());
    Process process =
        demo.redirectErrorStream(true).redirectOutput(home.resolve("out.txt").toFile()).start();

    assertThat(process.waitFor()).as(Files.readString(home.resolve("out.txt"))).isZero();
    assertThat(Files.readString(loaded))
        .contains("dev.aegis.app.model.ModelSettings")
        .doesNotContain("dev.langchain4j", "org.bsc.langgraph4j", "com.fasterxml.jackson.databind");
  }
}
