package dev.aegis.lab.plant;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A noisy neighbour: a process whose threads do nothing but burn the core it is pinned to. */
final class Burner {
  private Burner() {}

  /** Runs it: {@code --threads N}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> options = Child.options(args);
    AtomicLong burnt = new AtomicLong();
    for (int i = 0; i < Integer.parseInt(Child.required(options, "threads")); i++) {
      Thread.ofPlatform().daemon().start(() -> burn(burnt));
    }
    Child child = new Child();
    child.on("GET", "/ready", _ -> "ready " + burnt.get() + "\n");
    child.serveUntilInputEnds();
    System.exit(0);
  }

  private static void burn(AtomicLong burnt) {
    long value = 1;
    while (true) {
      for (int i = 0; i < 1_000_000; i++) {
        value = value * 6_364_136_223_846_793_005L + 1;
      }
      burnt.lazySet(value);
    }
  }
}
