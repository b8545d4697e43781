package dev.aegis.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * An output whose failures reach the command: a {@code PrintStream} swallows an {@link
 * IOException}, so that a program goes on printing into a closed pipe or onto a full disk.
 */
final class ClosableOutput extends OutputStream {
  private final OutputStream out;

  ClosableOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) {
    attempt(() -> out.write(b));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    attempt(() -> out.write(bytes, offset, length));
  }

  @Override
  public void flush() {
    attempt(out::flush);
  }

  private interface Output {
    void run() throws IOException;
  }

  private static void attempt(Output output) {
    try {
      output.run();
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (message.toLowerCase(Locale.ROOT).contains("pipe")) {
        throw new OutputClosed(e);
      }
      throw new CommandFailure(ExitCode.INTERNAL, "cannot write the output: " + message, e);
    }
  }
}
