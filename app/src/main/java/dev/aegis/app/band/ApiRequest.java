package dev.aegis.app.band;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;

/**
 * A request of Band's API.
 *
 * @param path as it was sent
 * @param query the parameters, still encoded; may be empty
 * @param key what proves who asks; empty where there is none
 */
public record ApiRequest(String method, String path, String query, String key, String body) {
  /** The parameters by name. */
  Map<String, String> parameters() {
    return parameters(query);
  }

  static Map<String, String> parameters(String query) {
    Map<String, String> all = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        all.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return all;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
