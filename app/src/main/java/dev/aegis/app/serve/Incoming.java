package dev.aegis.app.serve;

import java.net.URLDecoder;
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
  private final String query;
  private final Caller caller;

  Incoming(String method, String path, Map<String, String> headers, byte[] body) {
    this(method, path, "", headers, body, Caller.LOCAL);
  }

  /**
   * @param caller from where it came
   */
  Incoming(
      String method,
      String path,
      String query,
      Map<String, String> headers,
      byte[] body,
      Caller caller) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers.putAll(headers);
    this.body = body;
    this.caller = caller;
  }

  /** The same with another value of a header. */
  Incoming with(String header, String value) {
    Map<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    changed.putAll(headers);
    changed.put(header, value);
    return new Incoming(method, path, query, changed, body, caller);
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  /** The parameters of the address as they came; empty where there are none. */
  String query() {
    return query;
  }

  /** From where it came. */
  Caller caller() {
    return caller;
  }

  /** A parameter of the address; empty where it is not there. */
  String parameter(String name) {
    return field(query, name);
  }

  /** A field of a form that was sent; empty where it is not there. */
  String field(String name) {
    return mediaType().equals("application/x-www-form-urlencoded") ? field(text(), name) : "";
  }

  private static String field(String form, String name) {
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && decoded(pair.substring(0, equals)).equals(name)) {
        return decoded(pair.substring(equals + 1));
      }
    }
    return "";
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** The value of a cookie; empty where it is not there. */
  String cookie(String name) {
    for (String pair : header("Cookie").split(";", -1)) {
      String cookie = pair.strip();
      if (cookie.startsWith(name + "=")) {
        return cookie.substring(name.length() + 1);
      }
    }
    return "";
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
