package dev.aegis.app.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares text with a file under {@code src/test/resources}. Such a file is only ever rewritten by
 * {@code -Daegis.golden.rewrite=true}, and what changed is then read in the diff.
 */
public final class Golden {
  private static final String REWRITE = "aegis.golden.rewrite";

  private Golden() {}

  /**
   * Compares, or rewrites when asked to.
   *
   * @param name path below {@code src/test/resources}, such as {@code golden/transcript/leak.txt}
   */
  public static void matches(String name, String actual) {
    matches(Path.of("src", "test", "resources").resolve(name), actual);
  }

  /** Compares with a file anywhere in the tree, or rewrites it when asked to. */
  public static void matches(Path file, String actual) {
    try {
      if (Boolean.getBoolean(REWRITE)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, actual);
      }
      assertThat(file).as("golden file, written by -D%s=true", REWRITE).exists();
      assertThat(actual)
          .as("%s, rewritten by -D%s=true", file, REWRITE)
          .isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
