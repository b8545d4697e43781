package dev.aegis.app.cli;

import dev.aegis.app.terminal.Glyphs;
import dev.aegis.app.terminal.Style;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command talks to. Results go to {@code out} or, for machines, to {@code data}; everything
 * else goes to {@code err}.
 *
 * @param out in the terminal's characters; throws {@link OutputClosed} when nobody reads any more
 * @param data the same output in UTF-8, for JSON
 * @param err for people; never fails a command
 * @param in what the person types
 * @param typed whether {@code in} is a terminal
 * @param style of {@code out}
 * @param errStyle of {@code err}
 * @param glyphs what {@code out} can show
 * @param width of {@code out} in cells
 */
public record Streams(
    PrintStream out,
    PrintStream data,
    PrintStream err,
    InputStream in,
    boolean typed,
    Style style,
    Style errStyle,
    Glyphs glyphs,
    int width) {
  /** Where the terminal does not say how wide it is. */
  public static final int DEFAULT_WIDTH = 80;

  private static final int MIN_WIDTH = 40;
  private static final int MAX_WIDTH = 120;

  /** Those of this process. */
  public static Streams ofProcess(Map<String, String> environment) {
    Charset charset =
        charset(
            Terminals.isTerminal(1),
            System.getProperty("native.encoding"),
            System.getProperty("stdout.encoding"));
    OutputStream out = new ClosableOutput(new FileOutputStream(FileDescriptor.out));
    return new Streams(
        new PrintStream(out, true, charset),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(
            new FileOutputStream(FileDescriptor.err),
            true,
            charset(System.getProperty("stderr.encoding"))),
        new FileInputStream(FileDescriptor.in),
        Terminals.isTerminal(0),
        Style.of(Terminals.isTerminal(1), environment),
        Style.of(Terminals.isTerminal(2), environment),
        Glyphs.of(charset),
        width(environment.get("COLUMNS")));
  }

  /**
   * A terminal shows what its locale says; a pipe or a file gets what the launcher chose, so that
   * the same command writes the same bytes wherever it runs.
   */
  static Charset charset(boolean terminal, @Nullable String locale, @Nullable String chosen) {
    return charset(terminal ? locale : chosen);
  }

  private static Charset charset(@Nullable String name) {
    try {
      return name == null ? Charset.defaultCharset() : Charset.forName(name);
    } catch (UnsupportedCharsetException e) {
      return StandardCharsets.US_ASCII;
    }
  }

  /** Between 40 and 120: lines longer than that are hard to read. */
  static int width(@Nullable String columns) {
    if (columns == null || !columns.matches("\\d{1,4}")) {
      return DEFAULT_WIDTH;
    }
    return Math.clamp(Integer.parseInt(columns), MIN_WIDTH, MAX_WIDTH);
  }

  /** One line for people on {@code err}. */
  public void note(String line) {
    err.println(line);
  }
}
