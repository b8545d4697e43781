package dev.aegis.app.serve;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that serves until it is killed; its first line of output is its address. */
final class ServedChild {
  private ServedChild() {}

  public static void main(String[] arguments) throws Exception {
    Served served = Served.start(Path.of(arguments[0]), "services: [checkout.yaml]\n");
    System.out.println(served.onDuty.address());
    new CountDownLatch(1).await();
  }
}
