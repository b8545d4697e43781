package dev.aegis.app.serve;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads requests whole, within the limits of size and time of their route. */
final class Bodies {
  private static final int PART_BYTES = 16 << 10;

  /** Whoever sends a body more slowly holds a place that others need. */
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private Bodies() {}

  /** A body of more bytes than its route takes. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** A body that says it is gzip, and is not. */
  static final class Unzippable extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Reads one; blocks meanwhile.
   *
   * @throws IOException when it broke off, took too long, or is one of the above
   */
  static Incoming read(Request request, Route route, Caller caller) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.putIfAbsent(field.getName(), Objects.requireNonNullElse(field.getValue(), ""));
    }
    byte[] body = bounded(Content.Source.asInputStream(request), route.mostBytes());
    String encoding =
        Objects.requireNonNullElse(request.getHeaders().get("Content-Encoding"), "")
            .toLowerCase(Locale.ROOT);
    if (encoding.equals("gzip")) {
      body = unzipped(body, route.mostBytes());
    }
    return new Incoming(
        request.getMethod(),
        Request.getPathInContext(request),
        Objects.requireNonNullElse(request.getHttpURI().getQuery(), ""),
        headers,
        body,
        caller);
  }

  private static byte[] unzipped(byte[] zipped, int most) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return bounded(in, most);
    } catch (TooLarge e) {
      throw e;
    } catch (IOException e) {
      throw new Unzippable();
    }
  }

  private static byte[] bounded(InputStream in, int most) throws IOException {
    long end = System.nanoTime() + WITHIN.toNanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] part = new byte[PART_BYTES];
    for (int read = in.read(part); read >= 0; read = in.read(part)) {
      body.write(part, 0, read);
      if (body.size() > most) {
        throw new TooLarge();
      }
      if (System.nanoTime() > end) {
        throw new IOException("the body took longer than " + WITHIN.toSeconds() + " s");
      }
    }
    return body.toByteArray();
  }
}
