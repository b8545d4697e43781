package dev.aegis.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StyleTest {
  private static final Map<String, String> XTERM = Map.of("TERM", "xterm-256color");

  @Test
  void coloursATerminal() {
    assertThat(Style.of(true, XTERM)).isEqualTo(Style.COLOUR);
  }

  @Test
  void leavesAPipeAFileAndADumbTerminalPlain() {
    assertThat(Style.of(false, XTERM)).isEqualTo(Style.PLAIN);
    assertThat(Style.of(true, Map.of("TERM", "dumb"))).isEqualTo(Style.PLAIN);
    assertThat(Style.of(true, Map.of())).isEqualTo(Style.PLAIN);
  }

  @Test
  void obeysNoColorUnlessItIsEmpty() {
    assertThat(Style.of(true, Map.of("TERM", "xterm", "NO_COLOR", "1"))).isEqualTo(Style.PLAIN);
    assertThat(Style.of(true, Map.of("TERM", "xterm", "NO_COLOR", ""))).isEqualTo(Style.COLOUR);
  }

  @Test
  void writesAsciiWhereTheCharsetIsNotUtf8() {
    assertThat(Glyphs.of(StandardCharsets.UTF_8)).isEqualTo(Glyphs.UNICODE);
    assertThat(Glyphs.of(StandardCharsets.ISO_8859_1)).isEqualTo(Glyphs.ASCII);
    assertThat(Glyphs.ASCII.inert("6 → 12 · 日")).isEqualTo("6 -> 12 - ?");
  }
}
