package dev.aegis.lab.service;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process that answers requests, and the connections to it that are kept open. Speaks just
 * enough HTTP/1.1 for the services of the lab, at a fraction of the CPU of a complete client.
 */
final class Upstream {
  private static final Pattern URL =
      Pattern.compile("http://(?:127\\.0\\.0\\.1|localhost):([0-9]{1,5})/?");
  private static final int MOST_IDLE = 64;

  private final int port;
  private final Deque<Line> idle = new ConcurrentLinkedDeque<>();

  private Upstream(int port) {
    this.port = port;
  }

  /** The process behind a URL of the loopback interface. */
  static Upstream of(String url) {
    Matcher matcher = URL.matcher(url);
    int port = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    if (port < 1 || port > 65_535) {
      throw new RefusedException("expected a URL such as http://127.0.0.1:8080, found " + url);
    }
    return new Upstream(port);
  }

  int port() {
    return port;
  }

  /**
   * Asks and returns the status of the answer.
   *
   * @throws SocketTimeoutException when there is none by then
   * @throws IOException when there is nobody, or the connection breaks
   */
  int get(String pathAndQuery, long deadlineNanos) throws IOException {
    byte[] request =
        ("GET " + pathAndQuery + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    Line kept = idle.pollFirst();
    if (kept != null) {
      try {
        return asked(kept, request, deadlineNanos);
      } catch (StaleConnectionException e) {
        // The other end had closed it while nobody used it: no request has reached anybody.
      }
    }
    return asked(new Line(port, deadlineNanos), request, deadlineNanos);
  }

  private int asked(Line line, byte[] request, long deadlineNanos) throws IOException {
    boolean done = false;
    try {
      int status = line.ask(request, deadlineNanos);
      done = line.reusable() && idle.size() < MOST_IDLE;
      if (done) {
        idle.addFirst(line);
      }
      return status;
    } finally {
      if (!done) {
        line.close();
      }
    }
  }

  void close() {
    for (Line line = idle.pollFirst(); line != null; line = idle.pollFirst()) {
      line.close();
    }
  }

  /** A connection that was closed before it brought the first byte of an answer. */
  private static final class StaleConnectionException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** One connection, used by one request at a time. */
  private static final class Line implements Closeable {
    private static final int LARGEST_ANSWER = 1 << 16;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[2048];
    private int filled;
    private boolean reusable = true;

    Line(int port, long deadlineNanos) throws IOException {
      socket.setTcpNoDelay(true);
      try {
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), left(deadlineNanos));
      } catch (IOException e) {
        close();
        throw e;
      }
      in = socket.getInputStream();
      out = socket.getOutputStream();
    }

    private static int left(long deadlineNanos) throws SocketTimeoutException {
      long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new SocketTimeoutException("the time is over");
      }
      return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    int ask(byte[] request, long deadlineNanos) throws IOException {
      filled = 0;
      try {
        out.write(request);
      } catch (IOException e) {
        throw new StaleConnectionException();
      }
      int bodyAt = head(deadlineNanos);
      String head = new String(buffer, 0, bodyAt, StandardCharsets.ISO_8859_1);
      skip(contentLength(head) - (filled - bodyAt), deadlineNanos);
      reusable = !head.contains("Connection: close");
      return Integer.parseInt(head, 9, 12, 10);
    }

    /** Reads to the empty line and returns where the body begins. */
    private int head(long deadlineNanos) throws IOException {
      while (true) {
        socket.setSoTimeout(left(deadlineNanos));
        int read = filled == buffer.length ? -1 : in.read(buffer, filled, buffer.length - filled);
        if (read < 0 && filled == 0) {
          throw new StaleConnectionException();
        }
        if (read < 0) {
          throw new IOException("the answer ended, or its head is too long");
        }
        int from = Math.max(0, filled - 3);
        filled += read;
        for (int i = from; i + 3 < filled; i++) {
          if (buffer[i] == '\r'
              && buffer[i + 1] == '\n'
              && buffer[i + 2] == '\r'
              && buffer[i + 3] == '\n') {
            return i + 4;
          }
        }
      }
    }

    private static int contentLength(String head) throws IOException {
      int at = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length:");
      int end = at < 0 ? -1 : head.indexOf('\r', at);
      try {
        int length = at < 0 ? -1 : Integer.parseInt(head.substring(at + 15, end).strip());
        if (length < 0 || length > LARGEST_ANSWER || !head.startsWith("HTTP/1.1 ")) {
          throw new IOException("expected an HTTP answer of known, modest length");
        }
        return length;
      } catch (NumberFormatException e) {
        throw new IOException("expected the length of the answer as a number", e);
      }
    }

    private void skip(int bytes, long deadlineNanos) throws IOException {
      for (int left = bytes; left > 0; ) {
        socket.setSoTimeout(left(deadlineNanos));
        int read = in.read(buffer, 0, Math.min(left, buffer.length));
        if (read < 0) {
          throw new IOException("the answer ended early");
        }
        left -= read;
      }
    }

    boolean reusable() {
      return reusable;
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }
  }
}
