package dev.aegis.app.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file nearly as large as the heap several times over, read by a process of its own. */
class LargeFileTest {
  private static final int ROWS = 1_200_000;

  @TempDir Path folder;

  @Test
  void readsAFileLargerThanTheHeap() throws IOException, InterruptedException {
    Path file = folder.resolve("large.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("timestamp,service,p99_ms,error_rate,rps,cpu,mem\n");
      for (int i = 0; i < ROWS; i++) {
        out.write(
            (1_700_000_000 + i / 3)
                + ",service-"
                + i % 3
                + ","
                + (100 + i % 211)
                + ".25,0.00125,1200."
                + i % 7
                + ",0.5,0.25\n");
      }
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                LargeFileTest.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("1,200,000 of 1,200,000 rows used").contains("15 series");
    assertThat(Files.size(file)).isGreaterThan(50L << 20);
  }

  /** The child: reads the file and says what it found. */
  public static void main(String[] arguments) {
    long start = System.nanoTime();
    Recording recording = Intake.read(List.of(Path.of(arguments[0])), null, null);
    System.out.println(String.join("\n", recording.report().lines()));
    System.out.println(recording.telemetry().series().size() + " series");
    System.out.println((System.nanoTime() - start) / 1_000_000 + " ms");
  }
}
