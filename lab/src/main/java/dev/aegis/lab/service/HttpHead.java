package dev.aegis.lab.service;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The first line of a request and the few fields of its head that matter here.
 *
 * @param bodyBytes how long its body is
 * @param keepsConnection whether another request may follow
 */
record HttpHead(String method, String path, String query, int bodyBytes, boolean keepsConnection) {
  /** Reads a head that ends with an empty line. */
  static HttpHead parse(byte[] bytes, int length) throws UnreadableRequestException {
    String head = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    int lineEnd = head.indexOf("\r\n");
    int target = head.indexOf(' ') + 1;
    int version = head.indexOf(' ', target) + 1;
    if (target < 2 || version <= target || !head.startsWith("HTTP/1.", version)) {
      throw new UnreadableRequestException(400, "expected METHOD PATH HTTP/1.1");
    }
    if (head.charAt(target) != '/' || version > lineEnd) {
      throw new UnreadableRequestException(400, "expected a path that begins with /");
    }
    int bodyBytes = 0;
    boolean keeps = head.startsWith("HTTP/1.1", version);
    for (int at = lineEnd + 2; head.charAt(at) != '\r'; ) {
      int end = head.indexOf("\r\n", at);
      switch (head.charAt(at)) {
        case 'c', 'C' -> {
          String field = head.substring(at, end).toLowerCase(Locale.ROOT);
          if (field.startsWith("content-length:")) {
            bodyBytes = length(field.substring(15).strip());
          } else if (field.startsWith("connection:")) {
            keeps &= !field.endsWith("close");
          }
        }
        case 't', 'T' -> {
          if (head.regionMatches(true, at, "transfer-encoding:", 0, 18)) {
            throw new UnreadableRequestException(501, "expected a body of a known length");
          }
        }
        default -> {
          // What other fields say is nothing that a service of the lab does.
        }
      }
      at = end + 2;
    }
    int mark = head.indexOf('?', target);
    boolean queried = mark >= 0 && mark < version;
    String path = head.substring(target, queried ? mark : version - 1);
    String query = queried ? head.substring(mark + 1, version - 1) : "";
    return new HttpHead(head.substring(0, target - 1), path, query, bodyBytes, keeps);
  }

  private static int length(String digits) throws UnreadableRequestException {
    if (!digits.matches("[0-9]{1,9}")) {
      throw new UnreadableRequestException(400, "content-length: expected a number");
    }
    return Integer.parseInt(digits);
  }

  HttpRequest request(String body) {
    return new HttpRequest(method, path, query, body);
  }
}
