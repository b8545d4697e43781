package dev.aegis.lab.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledPlantTest {
  private static final int ALL_PODS = 12;

  @Test
  void leavesNoProcessBehind(@TempDir Path directory, @TempDir Path elsewhere) throws Exception {
    List<String> arguments = List.of("--dir", directory.toString(), "--home-rate", "10");
    Launch launch = new Launch("plant", PlantMain.class.getName(), arguments, 128, -1);
    OwnProcess process = OwnProcess.start(launch, elsewhere);
    try {
      RunningPlant plant = new RunningPlant(process.awaitReady(java.time.Duration.ofSeconds(60)));
      RunningPlant.await(
          "all pods are started", () -> plant.get("/v1/targets").size() >= ALL_PODS + 2);
      List<Long> pids = RunningPlant.pids(directory);

      process.kill();

      assertThat(pids).hasSizeGreaterThan(ALL_PODS);
      RunningPlant.await("no process is left", () -> pids.stream().noneMatch(RunningPlant::alive));
    } finally {
      process.close();
    }
  }
}
