package dev.aegis.app.serve;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.ServeRun;
import dev.aegis.app.cli.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** {@code aegis init}: files to begin with. What is there is never written over. */
public final class Init {
  private static final String SERVICE = "service.yaml";

  /** Writes the two files. */
  public ExitCode run(ServeRun.Options options, Streams streams) {
    Path config = Objects.requireNonNullElse(options.config(), Serve.DEFAULT_FILE);
    Path service = config.toAbsolutePath().resolveSibling(SERVICE);
    if (Files.exists(config)) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected no file "
              + config
              + " yet, found one; it is left as it is: give another --config, or move it away");
    }
    write(config, text("aegis.yaml"));
    streams.out().println("wrote " + config);
    if (Files.exists(service)) {
      streams.out().println("left  " + SERVICE + " beside it as it is");
    } else {
      write(service, text(SERVICE));
      streams
          .out()
          .println("wrote " + SERVICE + " beside it: name your service and what it promises");
    }
    streams.out().println("then  aegis doctor, and aegis serve");
    return ExitCode.DONE;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "expected no file " + file + " yet, found one", e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected that " + file + " can be written, found that it cannot: " + e.getMessage(),
          e);
    }
  }

  /** A file that comes with Aegis. */
  static String text(String name) {
    try (InputStream in = Init.class.getResourceAsStream("/serve/" + name)) {
      if (in == null) {
        throw new IllegalStateException("expected /serve/" + name + " in the jar, found none");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read /serve/" + name, e);
    }
  }
}
