package dev.aegis.bench.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes a page and syncs it, again and again beside what is measured, so that the disk and the
 * scheduler of the machine can be told from the cost of what is measured.
 */
final class BareSyncs implements AutoCloseable {
  private static final int PAGE = 4_096;
  private static final int PAUSE_MILLIS = 10;

  private final FileChannel out;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Double> millis = new ArrayList<>();
  private final Thread thread = Thread.ofPlatform().name("bare-sync").unstarted(this::run);

  BareSyncs(Path directory) throws IOException {
    out =
        FileChannel.open(
            directory.resolve("bare-sync"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    thread.start();
  }

  private void run() {
    try {
      do {
        ByteBuffer page = ByteBuffer.allocate(PAGE);
        long from = System.nanoTime();
        while (page.hasRemaining()) {
          out.write(page);
        }
        out.force(false);
        synchronized (millis) {
          millis.add((System.nanoTime() - from) / 1e6);
        }
      } while (!ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (IOException e) {
      throw new IllegalStateException("the disk cannot be measured", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long each took so far. */
  double[] millis() {
    synchronized (millis) {
      return millis.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  @Override
  public void close() throws IOException {
    ended.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.close();
  }
}
