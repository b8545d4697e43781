package dev.aegis.app.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts real processes on the test's class path. */
public final class Child {
  private Child() {}

  /** Starts {@link JournalChild}, perhaps under another program. */
  static Process start(List<String> under, Object... arguments) throws IOException {
    return start(under, List.of(), JournalChild.class, arguments);
  }

  /**
   * Starts a program of the tests.
   *
   * @param scratch takes the native libraries that are unpacked, which a killed process leaves
   */
  public static Process start(Class<?> program, Path scratch, Object... arguments)
      throws IOException {
    return start(List.of(), List.of("-Djava.io.tmpdir=" + scratch), program, arguments);
  }

  private static Process start(
      List<String> under, List<String> options, Class<?> program, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(under);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-Dslf4j.internal.verbosity=ERROR"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
