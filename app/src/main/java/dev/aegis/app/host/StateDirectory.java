package dev.aegis.app.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Where state lies: {@code AEGIS_HOME}, by default {@code ~/.aegis}.
 *
 * @param path the directory; need not exist yet
 * @param userHome whose directory is written {@code ~} for people
 */
public record StateDirectory(Path path, Path userHome) {
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

  /** Whether the kill switch is on: a file {@code STOP} in the state directory. */
  public boolean stopped() {
    return Files.exists(path.resolve("STOP"));
  }

  /** A path as people write it. */
  public String shown(Path file) {
    Path absolute = file.toAbsolutePath();
    return absolute.startsWith(userHome)
        ? "~/" + userHome.relativize(absolute)
        : absolute.toString();
  }
}
