package dev.aegis.app.notify;

import dev.aegis.app.intake.YamlSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file must not hold itself: it names a variable of the environment, or another file. */
final class Secret {
  private Secret() {}

  /**
   * Reads it.
   *
   * @param key before {@code _env} and {@code _file}
   * @param shortest characters that it has at least
   */
  static String of(YamlSection section, String key, Path config, int shortest) {
    String file = key + "_file";
    String variable = key + "_env";
    if (section.has(file) == section.has(variable)) {
      throw section.wrong(variable, "either " + variable + " or " + file);
    }
    boolean fromFile = section.has(file);
    String secret = fromFile ? content(section, file, config) : variable(section, variable);
    if (secret.length() < shortest) {
      throw section.wrong(
          fromFile ? file : variable,
          (fromFile ? "a file" : "a variable of the environment")
              + " that holds "
              + shortest
              + " characters or more");
    }
    return secret;
  }

  private static String variable(YamlSection section, String key) {
    return System.getenv().getOrDefault(section.required(key), "").strip();
  }

  private static String content(YamlSection section, String key, Path config) {
    try {
      return Files.readString(config.resolveSibling(section.required(key))).strip();
    } catch (IOException e) {
      throw section.wrong(key, "a file that can be read");
    }
  }
}
