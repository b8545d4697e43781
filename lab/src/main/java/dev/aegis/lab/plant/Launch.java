package dev.aegis.lab.plant;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How one process of the lab is started.
 *
 * @param name unique among the processes that live; names its files
 * @param mainClass what it runs
 * @param arguments its command line
 * @param heapMegabytes its largest heap
 * @param core the core it is pinned to, where there are two; negative for any
 */
record Launch(String name, String mainClass, List<String> arguments, int heapMegabytes, int core) {
  /** No core in particular. */
  static final int ANY_CORE = -1;

  private static final Path TASKSET = Path.of("/usr/bin/taskset");
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  Launch {
    arguments = List.copyOf(arguments);
  }

  /** What comes before a command in a session of its own and pinned to a core. */
  static List<String> pinned(int core) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      // Ctrl-C reaches the whole foreground group: a session of its own lets the plant end its
      // processes in order instead.
      command.add(SETSID.toString());
    }
    if (core >= 0
        && Runtime.getRuntime().availableProcessors() > 1
        && Files.isExecutable(TASKSET)) {
      command.addAll(List.of(TASKSET.toString(), "-c", String.valueOf(core)));
    }
    return command;
  }

  /** The command with the same Java and class path as this process. */
  List<String> command() {
    List<String> command = pinned(core);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // A dozen requests a second would be interpreted for long, at many times the CPU.
            "-XX:CompileThresholdScaling=0.1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            // Without it the JDK's server holds small answers back until the client acknowledges.
            "-Dsun.net.httpserver.nodelay=true",
            "-cp",
            classPath(),
            mainClass));
    command.addAll(arguments);
    return command;
  }

  private static String classPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }
}
