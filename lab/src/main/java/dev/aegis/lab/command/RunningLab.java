package dev.aegis.lab.command;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.LabRun;
import dev.aegis.lab.acting.PlantApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A lab in a process of its own, started here and ended with this object. When this process dies in
 * any way, the lab's standard input ends, and with it the lab.
 */
final class RunningLab implements AutoCloseable {
  private static final String MAIN = "dev.aegis.lab.plant.PlantMain";
  private static final String READY = "ready ";
  private static final long END_SECONDS = 30;

  private final Process process;
  private final PlantApi api;
  private final Path directory;
  private final Thread hook;

  private RunningLab(Process process, PlantApi api, Path directory) {
    this.process = process;
    this.api = api;
    this.directory = directory;
    this.hook = new Thread(this::end, "end-of-lab");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts one.
   *
   * @param directory its own, made if need be: state, logs, the database
   * @throws CommandFailure when it does not start, with its own last words
   */
  static RunningLab start(Path directory, LabRun.Edge edge, long seed) {
    try {
      Files.createDirectories(directory);
      Path errors = directory.resolve("plant.err");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx96m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  MAIN,
                  "--dir",
                  directory.toString(),
                  "--seed",
                  Long.toString(seed),
                  "--edge",
                  edge.name().toLowerCase(Locale.ROOT))
              .redirectError(errors.toFile())
              .start();
      return new RunningLab(process, new PlantApi(listening(process, errors)), directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the lab in " + directory, e);
    }
  }

  private static URI listening(Process process, Path errors) throws IOException {
    // The reader is not closed: the pipe stays open for as long as the process lives.
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = out.readLine();
    }
    if (line == null) {
      process.destroy();
      List<String> said = Files.readAllLines(errors, StandardCharsets.UTF_8);
      throw new CommandFailure(
          ExitCode.INTERNAL,
          "the lab did not start: "
              + (said.isEmpty() ? "it said nothing" : said.getLast())
              + "; see "
              + errors);
    }
    return URI.create("http://127.0.0.1:" + line.substring(READY.length()).strip());
  }

  PlantApi api() {
    return api;
  }

  Path directory() {
    return directory;
  }

  boolean alive() {
    return process.isAlive();
  }

  private void end() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException _) {
      process.destroy();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end();
    api.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is on its way out, and the hook has run.
    }
  }
}
