package dev.aegis.app.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Lets a command that goes on until it is told to end do so in order: the process stays until this
 * is closed. Used by the thread of the command; {@link #told} by any.
 */
public final class Ending implements AutoCloseable {
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().name("ending").unstarted(this::hold);

  private Ending() {}

  /** From now on, until this is closed, the process ends only after that. */
  public static Ending inOrder() {
    Ending ending = new Ending();
    Runtime.getRuntime().addShutdownHook(ending.hook);
    return ending;
  }

  private void hold() {
    told.countDown();
    wait(closed);
  }

  /** Whether the process was told to end. */
  public boolean told() {
    return told.getCount() == 0;
  }

  /** Waits until the process is told to end. */
  public void await() {
    wait(told);
  }

  private static void wait(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is on its way out, and the hook has run.
    }
  }
}
