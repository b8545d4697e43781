package dev.aegis.lab.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The server's end of one connection, used by one request after the other. Understands what the
 * clients of the lab send of HTTP/1.1 (RFC 9112): bodies of a known length, no chunks. What it does
 * not understand it answers 400, 413, 431 or 501 and hangs up.
 */
final class HttpConnection {
  private static final int FIRST_BUFFER = 1_024;
  private static final int LARGEST_HEAD = 1 << 14;
  private static final int LARGEST_BODY = 1 << 18;
  private static final String TYPE =
      "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: ";

  private final InputStream in;
  private final OutputStream out;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int filled;

  HttpConnection(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Answers all requests until the client has no more, or sends what is none. */
  void serve(Function<HttpRequest, Answer> answers) throws IOException {
    try {
      boolean more = true;
      while (more) {
        int bodyAt = readHead();
        if (bodyAt < 0) {
          return;
        }
        HttpHead head = HttpHead.parse(buffer, bodyAt);
        HttpRequest request = readRequest(head, bodyAt);
        more = head.keepsConnection();
        send(answers.apply(request), more);
      }
    } catch (UnreadableRequestException e) {
      send(new Answer(e.status(), e.getMessage() + "\n"), false);
    }
  }

  /** Reads to the empty line and returns where the body begins; -1 when nothing comes any more. */
  private int readHead() throws IOException {
    int looked = 0;
    while (true) {
      for (int i = looked; i + 3 < filled; i++) {
        if (buffer[i] == '\r'
            && buffer[i + 1] == '\n'
            && buffer[i + 2] == '\r'
            && buffer[i + 3] == '\n') {
          return i + 4;
        }
      }
      looked = Math.max(0, filled - 3);
      if (filled >= LARGEST_HEAD) {
        throw new UnreadableRequestException(431, "expected a shorter head");
      }
      if (!readMore()) {
        return -1;
      }
    }
  }

  private HttpRequest readRequest(HttpHead head, int bodyAt) throws IOException {
    if (head.bodyBytes() > LARGEST_BODY) {
      throw new UnreadableRequestException(413, "expected at most " + LARGEST_BODY + " bytes");
    }
    int end = bodyAt + head.bodyBytes();
    while (filled < end) {
      if (!readMore()) {
        throw new IOException("the request ended early");
      }
    }
    String body = new String(buffer, bodyAt, head.bodyBytes(), StandardCharsets.UTF_8);
    System.arraycopy(buffer, end, buffer, 0, filled - end);
    filled -= end;
    return head.request(body);
  }

  private boolean readMore() throws IOException {
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    filled += Math.max(0, read);
    return read >= 0;
  }

  /** Head and body in one write, so that nothing waits for an acknowledgement. */
  private void send(Answer answer, boolean more) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + answer.status()
            + (answer.status() == 200 ? " OK" : " Status")
            + TYPE
            + body.length
            + (more ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
    byte[] all =
        Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + body.length);
    System.arraycopy(body, 0, all, head.length(), body.length);
    out.write(all);
  }
}
