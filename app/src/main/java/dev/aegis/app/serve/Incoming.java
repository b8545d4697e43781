package dev.aegis.app.serve;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One request as it came, its body whole and, where it was gzip, decompressed. */
final class Incoming {
  private final String method;
  private final String path;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final byte[] body;

  Incoming(String method, String path, Map<String, String> headers, byte[] body) {
    this.method = method;
    this.path = path;
    this.headers.putAll(headers);
    this.body = body;
  }

  /** The same with another value of a header. */
  Incoming with(String header, String value) {
    Map<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    changed.putAll(headers);
    changed.put(header, value);
    return new Incoming(method, path, changed, body);
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  /** The value of a header; empty where it is not there. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The media type in lower case, without its parameters. */
  String mediaType() {
    return header("Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  byte[] body() {
    return body;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
