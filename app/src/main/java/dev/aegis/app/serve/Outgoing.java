package dev.aegis.app.serve;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer. */
final class Outgoing {
  static final String TEXT = "text/plain; charset=utf-8";
  static final String JSON = "application/json";

  private final int status;
  private final byte[] body;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> trailers = new LinkedHashMap<>();

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
