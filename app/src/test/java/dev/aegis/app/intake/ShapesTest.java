package dev.aegis.app.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One small recording a shape; {@code -Daegis.golden.rewrite=true} writes what is expected anew.
 */
class ShapesTest {
  private static final Path ROOT = Path.of("src/test/resources/intake");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wide",
        "long",
        "several-headers",
        "semicolon",
        "plain",
        "json",
        "json-lines",
        "key-value",
        "pods",
        "folder"
      })
  void readsTheShapeAsExpected(String shape) throws IOException {
    Path expected = ROOT.resolve(shape + ".expected.txt");
    String read = RecordingText.of(Intake.read(List.of(ROOT.resolve(shape)), null, null), ROOT);
    if (Boolean.getBoolean("aegis.golden.rewrite")) {
      Files.writeString(expected, read);
    }
    assertThat(read).isEqualTo(Files.readString(expected));
  }
}
