package dev.aegis.app.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.cli.Streams;
import dev.aegis.app.terminal.Glyphs;
import dev.aegis.app.terminal.Style;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/** What a command prints when nobody types and nothing is coloured. */
final class Heard {
  /** Cells in a line: wider than a terminal, since a table is read and not looked at. */
  static final int WIDTH = 100;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream beside = new ByteArrayOutputStream();

  private Heard() {}

  /** Runs a command, and hears it. */
  static Heard of(Consumer<Streams> command) {
    Heard heard = new Heard();
    PrintStream print = new PrintStream(heard.out, true, UTF_8);
    command.accept(
        new Streams(
            print,
            print,
            new PrintStream(heard.beside, true, UTF_8),
            InputStream.nullInputStream(),
            false,
            Style.PLAIN,
            Style.PLAIN,
            Glyphs.UNICODE,
            WIDTH));
    return heard;
  }

  String text() {
    return out.toString(UTF_8);
  }

  /** What it printed, line by line. */
  List<String> lines() {
    return text().lines().toList();
  }

  /** What it said beside, for people. */
  List<String> notes() {
    return beside.toString(UTF_8).lines().map(line -> line.replaceFirst("^aegis: ", "")).toList();
  }
}
