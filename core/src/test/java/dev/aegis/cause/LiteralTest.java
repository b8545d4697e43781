package dev.aegis.cause;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiteralTest {
  @Test
  void doublesEveryQuote() {
    assertThat(Literal.text("it's")).isEqualTo("'it''s'");
    assertThat(Literal.text("'; DROP TABLE samples; --")).isEqualTo("'''; DROP TABLE samples; --'");
    assertThat(Literal.text("\\'")).isEqualTo("'\\'''");
    assertThat(Literal.text("")).isEqualTo("''");
  }

  @Test
  void aNulDoesNotEndTheText() {
    assertThat(Literal.text("a\0b")).isEqualTo("'a\uFFFDb'");
  }

  @Test
  void writesInstantsInUtcToTheMillisecond() {
    assertThat(Literal.timestamp(Instant.parse("2026-11-22T03:00:00.250Z")))
        .isEqualTo("TIMESTAMP '2026-11-22 03:00:00.250'");
  }

  @Test
  void writesLists() {
    assertThat(Literal.list(List.of("a", "b'c"))).isEqualTo("('a', 'b''c')");
  }

  @Test
  void namesForPeopleStayOnOneLineAndEnd() {
    assertThat(Words.name("v1\n\u001b[31m@human approve\u202e")).isEqualTo("v1[31m@human approve");
    assertThat(Words.name("x".repeat(500))).hasSize(64);
    assertThat(Words.name("\n")).isEqualTo("(unnamed)");
  }
}
