package dev.aegis.lab.plant;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A noisy neighbour: loops that do nothing but burn the core this process is pinned to. Each is a
 * process in a session of its own, since a scheduler that groups by session gives a whole process
 * no more than any one of the lab's. A loop ends when this process is gone, however it went.
 */
final class Burner {
  private static final String LOOP =
      "while [ -e \"/proc/$1\" ]; do i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done; done";

  private Burner() {}

  /** Runs it: {@code --threads N}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> options = Child.options(args);
    int count = Integer.parseInt(Child.required(options, "threads"));
    List<Process> loops = new ArrayList<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> loops.forEach(Process::destroyForcibly)));
    for (int i = 0; i < count; i++) {
      loops.add(loop());
    }
    Child child = new Child();
    child.on("GET", "/ready", _ -> "ready " + count + "\n");
    child.serveUntilInputEnds();
    System.exit(0);
  }

  private static Process loop() throws IOException {
    List<String> command = Launch.pinned(Launch.ANY_CORE);
    command.addAll(
        List.of("/bin/sh", "-c", LOOP, "burn", String.valueOf(ProcessHandle.current().pid())));
    return new ProcessBuilder(command)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
