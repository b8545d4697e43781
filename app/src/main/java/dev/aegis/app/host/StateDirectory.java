package dev.aegis.app.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where state lies: {@code AEGIS_HOME}, by default {@code ~/.aegis}.
 *
 * @param path the directory; need not exist yet
 * @param userHome whose directory is written {@code ~} for people
 */
public record StateDirectory(Path path, Path userHome) {
  private static final int LONGEST_REASON = 200;

  public StateDirectory {
    Objects.requireNonNull(path);
    Objects.requireNonNull(userHome);
  }

  /** The one this environment names. */
  public static StateDirectory of(Map<String, String> environment) {
    Path user = Path.of(System.getProperty("user.home", ".")).toAbsolutePath();
    String named = environment.get("AEGIS_HOME");
    Path path = named == null || named.isBlank() ? user.resolve(".aegis") : Path.of(named);
    return new StateDirectory(path.toAbsolutePath(), user);
  }

  /**
   * Why the kill switch is on, empty when nobody said; no value while it is off. It is a file
   * {@code STOP} in the state directory, so that it can be set when nothing else works.
   */
  public Optional<String> stopped() {
    Path stop = stopFile();
    if (!Files.exists(stop)) {
      return Optional.empty();
    }
    try (BufferedReader text = Files.newBufferedReader(stop)) {
      String line = text.readLine();
      return Optional.of(line == null ? "" : shortened(line));
    } catch (IOException e) {
      // What is in it cannot be read; that it is there is enough.
      return Optional.of("");
    }
  }

  /**
   * Sets the kill switch: from now on no step goes to a target, in any process of this directory.
   */
  public void stop(String reason) throws IOException {
    Files.createDirectories(path);
    Path written = Files.createTempFile(path, "STOP", "");
    Files.writeString(written, shortened(reason.replace('\n', ' ')) + "\n");
    Files.move(
        written, stopFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Clears the kill switch; false when it was not set. */
  public boolean resume() throws IOException {
    return Files.deleteIfExists(stopFile());
  }

  private Path stopFile() {
    return path.resolve("STOP");
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ").strip();
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON);
  }

  /** A path as people write it. */
  public String shown(Path file) {
    Path absolute = file.toAbsolutePath();
    return absolute.startsWith(userHome)
        ? "~/" + userHome.relativize(absolute)
        : absolute.toString();
  }
}
