package dev.aegis.app.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One query that a person wrote, in a process of its own: DuckDB counts some allocations against
 * its limit too late ({@code repeat('x', 2000000000)} took 4 GB under a limit of 200 MB), and a
 * fault of its own would be a fault of ours. The process can reach the one file of the tables,
 * read-only and locked; its address space is limited by the operating system where that can be
 * done, and everywhere it is ended when it holds more memory, takes longer or answers more than it
 * may.
 */
public final class RawQuery {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long MEGABYTE = 1_000_000;
  private static final long LOOK_EVERY_MILLIS = 5;
  private static final long START_SECONDS = 30;

  /** Address space beside the memory that is used: code, reserved heaps, the library. */
  private static final long RESERVED_MEGABYTES = 2_500;

  /**
   * What came of it.
   *
   * @param answer {@code null} when it was refused or ended
   * @param refusal why; empty with an answer
   * @param peakBytes the most memory that the process held; 0 where that cannot be told
   */
  public record Outcome(@Nullable Answer answer, String refusal, long peakBytes) {
    public Outcome {
      Objects.requireNonNull(refusal);
    }
  }

  private final Path database;
  private final EvidenceFile.Limits limits;
  private final long mostBytes;
  private final boolean guarded;

  /**
   * @param database a file of {@link QuestionTables}, closed
   * @param limits of the query
   */
  public RawQuery(Path database, EvidenceFile.Limits limits) {
    this(database, limits, true);
  }

  /** Without the guard only the walls of the process hold, which tests look at. */
  RawQuery(Path database, EvidenceFile.Limits limits, boolean guarded) {
    this.database = database;
    this.limits = limits;
    this.guarded = guarded;
    // What the Java machine and the library take before there is any query.
    this.mostBytes = (limits.memoryMegabytes() + 300L) * MEGABYTE;
  }

  /** Runs it to its end, or ends it. */
  public Outcome run(String sql) {
    Process process = start();
    Reader reader = new Reader(process.getInputStream(), 8L * limits.bytes() + MEGABYTE);
    Thread reading = Thread.ofVirtual().start(reader);
    try {
      process.getOutputStream().write(sql.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
    } catch (IOException e) {
      // It ended before it had read all; what it said is read below.
    }
    return outcome(process, reader, reading);
  }

  private Outcome outcome(Process process, Reader reader, Thread reading) {
    long peak = 0;
    String ended = "";
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limits.seconds() + START_SECONDS);
    try {
      while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS) && ended.isEmpty()) {
        peak = Math.max(peak, held(process.pid()));
        if (peak > mostBytes) {
          ended =
              "expected a query that needs at most "
                  + limits.memoryMegabytes()
                  + " MB, found one that took more; it was ended";
        } else if (System.nanoTime() > deadline) {
          ended =
              "expected a query that takes at most "
                  + limits.seconds()
                  + " s, found one that took longer; it was ended";
        } else if (reader.overflowed()) {
          ended = "expected at most " + limits.bytes() + " bytes, found more; it was ended";
        }
      }
      process.destroyForcibly().waitFor();
      reading.join();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      ended = "it was interrupted";
    }
    return ended.isEmpty() ? said(reader.text(), peak) : new Outcome(null, ended, peak);
  }

  private static Outcome said(String text, long peak) {
    try {
      JsonNode said = JSON.readTree(text.strip());
      if (said.has("columns")) {
        return new Outcome(RawQueryProcess.read(said), "", peak);
      }
      String refusal = said.path("refused").asString("");
      if (!refusal.isEmpty()) {
        return new Outcome(null, refusal, peak);
      }
    } catch (JacksonException e) {
      // It ended before it could say anything.
    }
    return new Outcome(
        null, "the query ended its process, most likely for want of memory; ask for less", peak);
  }

  private Process start() {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(
        List.of(
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:CompressedClassSpaceSize=32m",
            "-XX:MaxMetaspaceSize=64m",
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-Xlog:disable",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-cp",
            System.getProperty("java.class.path"),
            RawQueryProcess.class.getName(),
            database.toString(),
            String.valueOf(limits.memoryMegabytes()),
            String.valueOf(limits.seconds()),
            String.valueOf(limits.rows()),
            String.valueOf(limits.bytes()),
            String.valueOf(limits.queryCharacters()),
            guarded ? "guarded" : "unguarded"));
    ProcessBuilder builder = new ProcessBuilder(limited(java));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().retainAll(List.of("PATH", "LANG", "TMPDIR", "HOME"));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a process for the query", e);
    }
  }

  /** With an address space that the operating system limits, where its shell knows how. */
  private List<String> limited(List<String> command) {
    if (!Files.isExecutable(Path.of("/bin/sh")) || !Files.isDirectory(Path.of("/proc/self"))) {
      return command;
    }
    long kilobytes = (limits.memoryMegabytes() + RESERVED_MEGABYTES) * 1000;
    List<String> all = new ArrayList<>();
    all.add("/bin/sh");
    all.add("-c");
    all.add("ulimit -v " + kilobytes + " 2>/dev/null; exec \"$@\"");
    all.add("sh");
    all.addAll(command);
    return all;
  }

  /** The most memory that the process has held, in bytes; 0 where that cannot be told. */
  static long held(long pid) {
    Path status = Path.of("/proc/" + pid + "/status");
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // It has ended, or this is no Linux.
    }
    return 0;
  }

  /** Reads what a process says, up to a limit; the rest is thrown away. */
  private static final class Reader implements Runnable {
    private final InputStream in;
    private final long most;
    private volatile boolean overflowed;
    private volatile String text = "";

    Reader(InputStream in, long most) {
      this.in = in;
      this.most = most;
    }

    @Override
    public void run() {
      try {
        byte[] read = in.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 16));
        overflowed = read.length > most;
        text = overflowed ? "" : new String(read, StandardCharsets.UTF_8);
      } catch (IOException e) {
        text = "";
      }
    }

    boolean overflowed() {
      return overflowed;
    }

    String text() {
      return text;
    }
  }
}
