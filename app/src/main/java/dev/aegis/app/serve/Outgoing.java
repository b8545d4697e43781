package dev.aegis.app.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer, whole or as a stream. */
final class Outgoing {
  /** Writes an answer bit by bit, for as long as it likes. */
  @FunctionalInterface
  interface Stream {
    /** Ends where nobody reads any more. */
    void write(Sink sink) throws IOException;
  }

  /** Takes text on its way. */
  @FunctionalInterface
  interface Sink {
    /**
     * Waits until the text was taken over.
     *
     * @throws IOException where the reader is gone, or too slow
     */
    void send(String text) throws IOException;
  }

  static final String TEXT = "text/plain; charset=utf-8";
  static final String JSON = "application/json";

  private final int status;
  private final byte[] body;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> trailers = new LinkedHashMap<>();
  private @Nullable Stream stream;

  private Outgoing(int status, String contentType, byte[] body) {
    this.status = status;
    this.body = body;
    if (!contentType.isEmpty()) {
      headers.put("Content-Type", contentType);
    }
  }

  static Outgoing text(int status, String text) {
    return of(status, TEXT, text + "\n");
  }

  static Outgoing of(int status, String contentType, String text) {
    return bytes(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  static Outgoing bytes(int status, String contentType, byte[] body) {
    return new Outgoing(status, contentType, body);
  }

  static Outgoing empty(int status) {
    return new Outgoing(status, "", new byte[0]);
  }

  /** Server-sent events; given to so many readers at a time only. */
  static Outgoing events(Stream stream) {
    Outgoing answer = new Outgoing(200, "text/event-stream; charset=utf-8", new byte[0]);
    answer.stream = stream;
    return answer;
  }

  /** Sends a browser on to a page. */
  static Outgoing seeOther(String path) {
    return empty(303).with("Location", path);
  }

  /** What is written bit by bit; {@code null} where the answer is whole. */
  @Nullable Stream stream() {
    return stream;
  }

  Outgoing with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  /** Adds a field behind the body. */
  Outgoing ending(String trailer, String value) {
    trailers.put(trailer, value);
    return this;
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body;
  }

  Map<String, String> trailers() {
    return trailers;
  }

  Map<String, String> headers() {
    return headers;
  }
}
