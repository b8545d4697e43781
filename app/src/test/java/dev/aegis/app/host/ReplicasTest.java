package dev.aegis.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ReplicasTest {
  /** Nineteenth field of proc(5)'s stat, counted from 1. */
  private static final int NICE = 19;

  @Test
  @EnabledOnOs(OS.LINUX)
  void replaysInTheBackgroundYieldToEverybodyElse() {
    try (Replicas replicas = Replicas.inTheBackground()) {
      assertThat(replicas.run(0, 4, _ -> niceOfThisThread())).containsOnly(19);
    }
  }

  @Test
  void resultsComeInTheOrderOfTheirNumbers() {
    try (Replicas replicas = Replicas.onAllProcessors()) {
      assertThat(replicas.run(3, 9, i -> i * i)).isEqualTo(List.of(9, 16, 25, 36, 49, 64));
    }
  }

  private static int niceOfThisThread() {
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Integer.parseInt(fields[NICE - 3]);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
