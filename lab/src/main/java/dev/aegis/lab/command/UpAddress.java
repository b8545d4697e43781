package dev.aegis.lab.command;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.lab.acting.PlantApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the lab that is up says how it is reached, and whether it is normal by now: a file in the
 * state directory, of two lines.
 */
final class UpAddress implements AutoCloseable {
  private static final String NORMAL = "normal";

  private final Path file;

  private UpAddress(Path file) {
    this.file = file;
  }

  private static Path of(StateDirectory home) {
    return home.path().resolve("lab").resolve("up.url");
  }

  /**
   * Takes the place of the lab that is up.
   *
   * @throws CommandFailure when one is up already
   */
  static UpAddress take(StateDirectory home) {
    List<String> lines = lines(of(home));
    if (answers(lines)) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "a lab is up already at " + lines.getFirst() + "; end it with Ctrl-C where it runs");
    }
    return new UpAddress(of(home));
  }

  /**
   * The address of the lab that is up and normal.
   *
   * @throws CommandFailure where there is none
   */
  static URI found(StateDirectory home) {
    List<String> lines = lines(of(home));
    if (!answers(lines)) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "expected a running lab, found none; start one with: aegis lab up");
    }
    if (!lines.contains(NORMAL)) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected a lab that is normal, found one that still warms up, where nobody could tell a"
              + " fault from it; try again when aegis lab up says that Aegis is on call");
    }
    return URI.create(lines.getFirst());
  }

  /** A file that a killed lab left behind does not count. */
  private static boolean answers(List<String> lines) {
    if (lines.isEmpty()) {
      return false;
    }
    try (PlantApi api = new PlantApi(URI.create(lines.getFirst()))) {
      api.state();
      return true;
    } catch (PlantApi.PlantUnreachableException | IllegalArgumentException _) {
      return false;
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().map(String::strip).toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Says where the lab answers. */
  void at(URI base) {
    write(base + "\n");
  }

  /** Says that it is normal. */
  void normal(URI base) {
    write(base + "\n" + NORMAL + "\n");
  }

  private void write(String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }
}
