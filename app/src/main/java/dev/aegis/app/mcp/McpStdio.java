package dev.aegis.app.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.McpRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * {@code aegis mcp}: a frame a line on the input, an answer a line on the output, and nothing else
 * there. Requests are answered side by side, so that a long one keeps no other waiting.
 */
public final class McpStdio implements McpRun {
  /** Requests in work; further lines are read when one is answered. */
  static final int IN_WORK = 8;

  private final McpIncidents incidents;

  public McpStdio(StateDirectory home, String version) {
    this.incidents = new McpIncidents(home, version);
  }

  @Override
  public ExitCode run(Streams streams) {
    if (streams.typed()) {
      streams.note(
          "aegis: an assistant or an editor starts this and speaks with it; docs/mcp.md tells how."
              + " Ends with Ctrl-D.");
    }
    Semaphore free = new Semaphore(IN_WORK);
    try (InputStream in = new BufferedInputStream(streams.in());
        ExecutorService answering = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Line line = Line.next(in); line != null; line = Line.next(in)) {
        Line frame = line;
        free.acquire();
        answering.execute(() -> {
          try {
            answer(frame, streams.data());
          } finally {
            free.release();
          }
        });
      }
      return ExitCode.DONE;
    } catch (IOException e) {
      streams.note("aegis: the input broke off: " + e.getMessage());
      return ExitCode.BAD_INPUT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERNAL;
    }
  }

  private void answer(Line frame, PrintStream out) {
    if (frame.tooLong()) {
      write(McpIncidents.tooLong(), out);
    } else if (!frame.text().isBlank()) {
      incidents.answer(frame.text()).ifPresent(answer -> write(answer.json(), out));
    }
  }

  /** JSON escapes the ends of lines, so an answer is one. */
  private static void write(String answer, PrintStream out) {
    synchronized (out) {
      out.print(answer + "\n");
      out.flush();
    }
  }

  /** A line of the input; of one that is too long only that it was. */
  private record Line(String text, boolean tooLong) {
    static @Nullable Line next(InputStream in) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      long read = 0;
      int next = in.read();
      if (next < 0) {
        return null;
      }
      while (next >= 0 && next != '\n') {
        if (++read <= McpIncidents.LONGEST_FRAME) {
          bytes.write(next);
        }
        next = in.read();
      }
      boolean tooLong = read > McpIncidents.LONGEST_FRAME;
      return new Line(tooLong ? "" : bytes.toString(UTF_8), tooLong);
    }
  }
}
