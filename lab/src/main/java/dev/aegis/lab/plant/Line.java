package dev.aegis.lab.plant;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One port that leads to another one, late: what comes in is delivered in order after its transit,
 * so that a lost segment holds up all that follow it on its connection, as TCP does.
 */
final class Line {
  private static final int SEGMENT_BYTES = 16_384;
  private static final int SEGMENTS_ON_THE_WAY = 64;
  private static final int BACKLOG = 512;

  private record Segment(ByteBuffer bytes, long dueNanos) {}

  private final ServerSocket entrance;
  private final Supplier<LinkQuality> quality;
  private final long seed;
  private final AtomicLong connections = new AtomicLong();
  private volatile int target;

  Line(int port, int target, long seed, Supplier<LinkQuality> quality) throws IOException {
    this.entrance = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    this.target = target;
    this.seed = seed;
    this.quality = quality;
  }

  void start() {
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  void leadTo(int port) {
    target = port;
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket near = entrance.accept();
        Thread.ofVirtual().start(() -> connect(near));
      } catch (IOException e) {
        // Too many open files passes; the clients that were turned away try again.
        Pause.millis(10);
      }
    }
  }

  private void connect(Socket near) {
    RandomGenerator random = generator(seed * 1_000_003 + connections.incrementAndGet());
    try {
      // The handshake crosses the line as well.
      LockSupport.parkNanos(2 * quality.get().transit(random).toNanos());
      Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      AtomicInteger open = new AtomicInteger(2);
      carry(near, far, random, open);
      carry(far, near, generator(random.nextLong()), open);
    } catch (IOException e) {
      closeQuietly(near);
    }
  }

  private static RandomGenerator generator(long seed) {
    return TrafficProfile.generator(seed);
  }

  private void carry(Socket from, Socket to, RandomGenerator random, AtomicInteger open) {
    BlockingQueue<Segment> onTheWay = new ArrayBlockingQueue<>(SEGMENTS_ON_THE_WAY);
    Thread reader = Thread.ofVirtual().unstarted(() -> read(from, onTheWay, random));
    reader.start();
    Thread.ofVirtual().start(() -> write(to, onTheWay, from, reader, open));
  }

  private void read(Socket from, BlockingQueue<Segment> onTheWay, RandomGenerator random) {
    byte[] buffer = new byte[SEGMENT_BYTES];
    long last = System.nanoTime();
    try {
      try {
        InputStream in = from.getInputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          Duration transit = quality.get().transit(random);
          last = later(last, System.nanoTime() + transit.toNanos());
          onTheWay.put(new Segment(ByteBuffer.wrap(Arrays.copyOf(buffer, count)), last));
        }
      } catch (IOException e) {
        // A reset crosses the line as an end, after what was sent before it.
        last = later(last, System.nanoTime());
      }
      onTheWay.put(new Segment(ByteBuffer.allocate(0), last));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  private static void write(
      Socket to, BlockingQueue<Segment> onTheWay, Socket from, Thread reader, AtomicInteger open) {
    try {
      OutputStream out = to.getOutputStream();
      for (Segment next = onTheWay.take(); next.bytes().hasRemaining(); next = onTheWay.take()) {
        for (long left = next.dueNanos() - System.nanoTime();
            left > 0;
            left = next.dueNanos() - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        out.write(next.bytes().array());
      }
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reader.interrupt();
      if (open.decrementAndGet() == 0) {
        closeQuietly(from);
        closeQuietly(to);
      }
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // A socket that cannot be closed is closed already.
      assert socket.isClosed();
    }
  }
}
