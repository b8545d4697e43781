package dev.aegis.app.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One request of HTTP.
 *
 * @param headers beside the usual ones
 */
@SuppressWarnings("ArrayRecordComponent")
record Post(URI url, Map<String, String> headers, byte[] body) {
  private static final String TYPE = "Content-Type";

  static Post json(URI url, JsonNode body) {
    return new Post(url, Map.of(TYPE, "application/json"), body.toString().getBytes(UTF_8));
  }

  static Post json(URI url, JsonNode body, String authorization) {
    return new Post(
        url,
        Map.of(TYPE, "application/json", "Authorization", authorization),
        body.toString().getBytes(UTF_8));
  }
}
