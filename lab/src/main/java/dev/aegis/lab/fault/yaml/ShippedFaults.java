package dev.aegis.lab.fault.yaml;

import dev.aegis.app.intake.IntakeException;
import dev.aegis.lab.fault.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The faults that come with the lab, and those that people bring as files. */
public final class ShippedFaults {
  private static final String FOLDER = "/faults/";

  private ShippedFaults() {}

  /** Their ids, in the order in which they are listed. */
  public static List<String> ids() {
    return resource("INDEX").lines().filter(line -> !line.isBlank()).toList();
  }

  /** All of them. */
  public static List<Fault> all() {
    return ids().stream().map(ShippedFaults::shipped).toList();
  }

  private static Fault shipped(String id) {
    return FaultYaml.parse(text(id), id + ".yaml");
  }

  /** The text of a shipped fault's file. */
  public static String text(String id) {
    if (!ids().contains(id)) {
      throw unknown(id);
    }
    return resource(id + ".yaml");
  }

  /**
   * The text of the fault that somebody means.
   *
   * @param idOrPath the id of a shipped one, or the path of a file
   * @throws IntakeException when it is neither
   */
  public static String textOf(String idOrPath) {
    if (ids().contains(idOrPath)) {
      return resource(idOrPath + ".yaml");
    }
    Path file = Path.of(idOrPath);
    if (!Files.isRegularFile(file)) {
      throw unknown(idOrPath);
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fault of that id or in that file. */
  public static Fault of(String idOrPath) {
    return ids().contains(idOrPath)
        ? shipped(idOrPath)
        : FaultYaml.parse(textOf(idOrPath), idOrPath);
  }

  private static IntakeException unknown(String name) {
    return new IntakeException(
        IntakeException.Kind.MALFORMED,
        "expected a fault file or one of " + String.join(", ", ids()) + ", found " + name);
  }

  private static String resource(String name) {
    try (InputStream in = ShippedFaults.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + FOLDER + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
