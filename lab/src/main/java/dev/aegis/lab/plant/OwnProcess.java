package dev.aegis.lab.plant;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A child of this process. It reads its standard input: the child ends when that ends, so that it
 * does not outlive a parent that was killed. What it prints as {@code WORD NUMBER} before and with
 * {@code ready PORT} is kept.
 */
final class OwnProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Launch launch;
  private final Process process;
  private final Path pidFile;
  private final Path errors;
  private final Map<String, Integer> announced = new ConcurrentHashMap<>();

  private OwnProcess(Launch launch, Process process, Path pidFile, Path errors) {
    this.launch = launch;
    this.process = process;
    this.pidFile = pidFile;
    this.errors = errors;
  }

  /** Starts it and records its pid in {@code run} before anything else happens. */
  static OwnProcess start(Launch launch, Path directory) {
    try {
      Path logs = Files.createDirectories(directory.resolve("logs"));
      Path run = Files.createDirectories(directory.resolve("run"));
      Path errors = logs.resolve(launch.name() + ".err");
      Process process =
          new ProcessBuilder(launch.command())
              .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
              .start();
      Path pidFile = run.resolve(launch.name() + "." + process.pid() + ".pid");
      Files.writeString(pidFile, process.pid() + "\n");
      OwnProcess own = new OwnProcess(launch, process, pidFile, errors);
      Thread.ofVirtual().name("output of " + launch.name()).start(own::readOutput);
      return own;
    } catch (IOException e) {
      throw new PlantException(
          "expected to start " + launch.name() + ", found: " + e.getMessage(), e);
    }
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        if (words.length == 2 && words[1].matches("[0-9]{1,9}")) {
          announced.putIfAbsent(words[0], Integer.parseInt(words[1]));
        }
      }
    } catch (IOException e) {
      // The pipe breaks when the child ends while it writes; its exit says the rest.
      announced.putIfAbsent("broken", 1);
    }
  }

  String name() {
    return launch.name();
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** The port it said it is ready on; empty until then. */
  OptionalInt port() {
    return announced("ready");
  }

  OptionalInt announced(String word) {
    Integer number = announced.get(word);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Waits until it is ready; ends it when it is not in time. */
  int awaitReady(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (port().isEmpty() && process.isAlive() && System.nanoTime() - deadline < 0) {
      Pause.millis(20);
    }
    if (port().isPresent()) {
      return port().getAsInt();
    }
    boolean ended = !process.isAlive();
    close();
    throw new PlantException(
        "expected "
            + launch.name()
            + " to print \"ready PORT\", found "
            + (ended ? "that it ended with " + process.exitValue() : "nothing in " + limit)
            + ": see "
            + errors);
  }

  /** Ends it at once, as the kernel does when memory is out. */
  void kill() {
    process.destroyForcibly();
  }

  /** Asks it to end, without waiting. */
  void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroy();
    }
  }

  /** Ends it: by the end of its input, then by a signal, then by force. */
  @Override
  public void close() {
    close(PATIENCE);
  }

  void close(Duration patience) {
    endInput();
    if (!ended(patience)) {
      process.destroy();
      if (!ended(patience)) {
        process.destroyForcibly();
        ended(patience);
      }
    }
    forget();
  }

  /** Removes the record of a process that has ended. */
  void forget() {
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new PlantException("expected to remove " + pidFile + ", found: " + e.getMessage(), e);
    }
  }

  private boolean ended(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return false;
    }
  }
}
