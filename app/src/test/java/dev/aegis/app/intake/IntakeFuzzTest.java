package dev.aegis.app.intake;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a file holds, reading it gives a recording or the one exception, never anything else.
 */
class IntakeFuzzTest {
  private static final long SEED = 20_260_105;
  private static final int ROUNDS = 150;
  private static final byte[] ODD = {
    0, '"', ',', '\n', '\r', '{', '}', '[', '=', ':', '&', '*', '-', 'e', '9', '.', 27, (byte) 0xFF
  };

  @TempDir Path folder;

  @Test
  void mutatedFilesGiveARecordingOrTheOneException() throws IOException {
    List<Path> seeds;
    try (Stream<Path> walk = Files.walk(Path.of("src/test/resources/intake"))) {
      seeds =
          walk.filter(Files::isRegularFile)
              .filter(p -> !p.toString().endsWith(".txt"))
              .sorted()
              .toList();
    }
    Random random = new Random(SEED);
    for (Path seed : seeds) {
      byte[] good = Files.readAllBytes(seed);
      for (int round = 0; round < ROUNDS; round++) {
        byte[] mutated = mutate(good, random);
        Path file = Files.write(folder.resolve("mutated"), mutated);
        attempt(seed, round, mutated, () -> Intake.read(List.of(file), null, null));
        attempt(seed, round, mutated, () -> Intake.read(List.of(seed), file, null));
        attempt(seed, round, mutated, () -> Intake.read(List.of(seed), null, file));
      }
    }
  }

  private static void attempt(Path seed, int round, byte[] mutated, Runnable reading) {
    try {
      reading.run();
    } catch (IntakeException expected) {
      if (expected.getMessage() == null || expected.getMessage().indexOf('\n') >= 0) {
        fail("expected one line, found " + expected.getMessage());
      }
    } catch (RuntimeException | StackOverflowError e) {
      fail("seed " + SEED + ", " + seed + ", round " + round + ": " + Arrays.toString(mutated), e);
    }
  }

  private static byte[] mutate(byte[] good, Random random) {
    byte[] bytes = good.clone();
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = ODD[random.nextInt(ODD.length)];
        case 1 -> bytes = Arrays.copyOf(bytes, at);
        case 2 -> bytes = splice(bytes, at, random);
        case 3 -> bytes[at] = (byte) random.nextInt(256);
        default -> throw new AssertionError();
      }
    }
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int at, Random random) {
    int length = Math.min(bytes.length - at, 1 + random.nextInt(40));
    byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
    System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
    return longer;
  }
}
