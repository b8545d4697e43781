package dev.aegis.lab.plant;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A plant as a process of its own: {@code --dir DIR [--seed N] [--edge jetty|haproxy] [--home-rate
 * R] [--away-rate R] [--port P]}. Prints {@code ready PORT} once the control API answers. Ends
 * everything it started on SIGTERM, on Ctrl-C and when its standard input ends.
 */
public final class PlantMain {
  private final Plant plant;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  private PlantMain(Plant plant) {
    this.plant = plant;
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    PlantMain main;
    try {
      main = new PlantMain(Plant.start(PlantOptions.parse(Child.options(args))));
    } catch (PlantException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(main::end, "end of the plant"));
    System.out.println("ready " + main.plant.port());
    System.out.flush();
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }

  /** Whoever comes second waits until the first has ended everything. */
  private void end() {
    if (asked.compareAndSet(false, true)) {
      plant.close();
      ended.countDown();
    }
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
