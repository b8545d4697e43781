package dev.aegis.app.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class NeedsTest {

  private static final String PATH = "/nowhere:/bin:/usr/bin";

  private final Needs lenient = new Needs(Map.of("PATH", PATH));
  private final Needs strict = new Needs(Map.of("PATH", PATH, "AEGIS_STRICT", "true"));

  @Test
  void goesOnWhereTheProgramIsOnThePath() {
    assertThatCode(() -> strict.requireProgram("sh")).doesNotThrowAnyException();
  }

  @Test
  void skipsWhereAProgramIsMissing() {
    assertThatThrownBy(() -> lenient.requireProgram("no-such-program"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("apt install no-such-program");
  }

  @Test
  void failsWhereAProgramIsMissingAndNothingMayBeLeftOut() {
    assertThatThrownBy(() -> strict.requireProgram("no-such-program"))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("AEGIS_STRICT=true");
  }

  @Test
  void failsWhereAFileIsMissingAndNothingMayBeLeftOut() {
    assertThatThrownBy(() -> strict.requirePath(Path.of("/no/such/file"), "make it"))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("/no/such/file does not exist; make it");
  }
}
