package dev.aegis.lab.plant;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The least of HTTP/1.1 that a load generator and a proxy need: GET over kept connections, one
 * blocking virtual thread a request, no silent retry. Cheap, so that neither is what is measured.
 */
final class KeepAliveClient implements AutoCloseable {
  private static final long MOST_IDLE_NANOS = 10_000_000_000L;
  private static final int BUFFER_BYTES = 1_024;
  private static final int LARGEST_BODY = 1 << 20;

  private record Connection(Socket socket, InputStream in, Bytes bytes, long usedNanos) {}

  /** What was received and not looked at yet. */
  private static final class Bytes {
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;

    /** The next one; -1 when all have been looked at. */
    int next() {
      return at < end ? buffer[at++] & 0xff : -1;
    }

    /** Waits for more and returns the first of them. */
    int fill(InputStream in) throws IOException {
      int read = in.read(buffer);
      if (read < 0) {
        throw new EOFException("the connection ended before the answer did");
      }
      end = read;
      at = 1;
      return buffer[0] & 0xff;
    }
  }

  /** What came back. */
  @SuppressWarnings("ArrayRecordComponent") // It is handed on once and compared by nobody.
  record Answer(int status, byte[] body) {}

  private final int port;
  private volatile boolean closed;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

  KeepAliveClient(int port) {
    this.port = port;
  }

  /**
   * The status of a GET.
   *
   * @throws SocketTimeoutException when there is no whole answer in time
   * @throws IOException when the connection is refused or breaks
   */
  int get(String path, long limitNanos) throws IOException {
    return ask(path, "", limitNanos).status();
  }

  /**
   * The whole answer to a GET.
   *
   * @param fields of the head besides the host, each with its line end
   * @throws SocketTimeoutException when there is no whole answer in time
   * @throws IOException when the connection is refused or breaks
   */
  Answer ask(String path, String fields, long limitNanos) throws IOException {
    long deadline = System.nanoTime() + limitNanos;
    Connection connection = connect(deadline);
    boolean kept = false;
    try {
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + fields + "\r\n";
      connection.socket().getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      int status = Integer.parseInt(line(connection, deadline).split(" ", 3)[1]);
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      kept = readRest(connection, body, deadline) && !closed;
      return new Answer(status, body.toByteArray());
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException("expected a line of HTTP, found something else", e);
    } finally {
      if (kept) {
        idle.push(
            new Connection(
                connection.socket(), connection.in(), connection.bytes(), System.nanoTime()));
      } else {
        connection.socket().close();
      }
    }
  }

  private Connection connect(long deadline) throws IOException {
    for (Connection each = idle.poll(); each != null; each = idle.poll()) {
      if (System.nanoTime() - each.usedNanos() < MOST_IDLE_NANOS) {
        return each;
      }
      each.socket().close();
    }
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millisLeft(deadline));
      return new Connection(socket, socket.getInputStream(), new Bytes(), 0);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static int millisLeft(long deadline) throws SocketTimeoutException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis < 1) {
      throw new SocketTimeoutException("no whole answer in time");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  private static String line(Connection connection, long deadline) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = read(connection, deadline); next != '\n'; next = read(connection, deadline)) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private static int read(Connection connection, long deadline) throws IOException {
    int next = connection.bytes().next();
    if (next >= 0) {
      return next;
    }
    connection.socket().setSoTimeout(millisLeft(deadline));
    return connection.bytes().fill(connection.in());
  }

  /** Reads headers and body; whether the connection can be used again. */
  private static boolean readRest(Connection connection, ByteArrayOutputStream body, long deadline)
      throws IOException {
    long length = 0;
    boolean chunked = false;
    boolean keep = true;
    for (String header = line(connection, deadline);
        !header.isEmpty();
        header = line(connection, deadline)) {
      String small = header.toLowerCase(Locale.ROOT);
      if (small.startsWith("content-length:")) {
        length = Long.parseLong(small.substring(15).strip());
      } else if (small.startsWith("transfer-encoding:")) {
        chunked = small.contains("chunked");
      } else if (small.startsWith("connection:")) {
        keep = !small.contains("close");
      }
    }
    if (!chunked) {
      copy(connection, length, body, deadline);
      return keep;
    }
    long size = Long.parseLong(line(connection, deadline).strip(), 16);
    while (size > 0) {
      copy(connection, size, body, deadline);
      line(connection, deadline);
      size = Long.parseLong(line(connection, deadline).strip(), 16);
    }
    line(connection, deadline);
    return keep;
  }

  private static void copy(
      Connection connection, long bytes, ByteArrayOutputStream to, long deadline)
      throws IOException {
    if (bytes > LARGEST_BODY - to.size()) {
      throw new IOException("expected a modest answer");
    }
    for (long left = bytes; left > 0; left--) {
      to.write(read(connection, deadline));
    }
  }

  /** Hangs up; requests under way may still end. */
  @Override
  public void close() {
    closed = true;
    for (Connection each = idle.poll(); each != null; each = idle.poll()) {
      try {
        each.socket().close();
      } catch (IOException e) {
        // It is gone either way.
        assert each.socket().isClosed();
      }
    }
  }
}
