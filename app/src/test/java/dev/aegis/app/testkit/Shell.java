package dev.aegis.app.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs a command as a person at a terminal would, and tells what it printed and how it ended. */
public final class Shell {

  private final Path directory;
  private final Map<String, String> environment;
  private final boolean inherits;
  private final Duration limit;

  private Shell(Path directory, Map<String, String> environment, boolean inherits, Duration limit) {
    this.directory = directory;
    this.environment = environment;
    this.inherits = inherits;
    this.limit = limit;
  }

  /** A shell in this directory with the environment of the tests, ended after two minutes. */
  public static Shell in(Path directory) {
    return new Shell(directory, Map.of(), true, Duration.ofMinutes(2));
  }

  /** The same shell, which knows no variable but those that are set with {@link #with}. */
  public Shell withoutEnvironment() {
    return new Shell(directory, environment, false, limit);
  }

  public Shell with(String variable, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(variable, value);
    return new Shell(directory, Map.copyOf(more), inherits, limit);
  }

  /** Runs a line of shell with nothing on its standard input. */
  public Outcome run(String line) {
    return run(line, "");
  }

  public Outcome run(String line, String input) {
    try {
      Path work = Files.createTempDirectory("aegis-shell");
      Path in = Files.writeString(work.resolve("in"), input);
      Path out = work.resolve("out");
      Path err = work.resolve("err");
      ProcessBuilder builder = new ProcessBuilder(List.of("/bin/sh", "-c", line));
      builder.directory(directory.toFile());
      if (!inherits) {
        builder.environment().clear();
      }
      builder.environment().putAll(environment);
      builder.redirectInput(in.toFile());
      builder.redirectOutput(out.toFile());
      builder.redirectError(err.toFile());
      Process process = builder.start();
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException(
            "expected an end within " + limit + " of: " + line + "\n" + Files.readString(err));
      }
      Outcome outcome =
          new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
      for (Path file : List.of(in, out, err, work)) {
        Files.delete(file);
      }
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running: " + line, e);
    }
  }

  /** How a command ended: its exit code and what it printed. */
  public record Outcome(int exitCode, String out, String err) {}
}
