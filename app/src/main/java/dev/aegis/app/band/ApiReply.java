package dev.aegis.app.band;

import tools.jackson.databind.node.ObjectNode;

/**
 * An answer of Band's API.
 *
 * @param status of HTTP
 * @param json the body; empty for 204, which has none
 * @param retryAfterSeconds when to ask again; 0 where that is not said
 */
public record ApiReply(int status, String json, int retryAfterSeconds) {
  static final ApiReply NOTHING = new ApiReply(204, "", 0);

  static ApiReply ok(ObjectNode json) {
    return new ApiReply(200, json.toString(), 0);
  }

  static ApiReply created(ObjectNode json) {
    return new ApiReply(201, json.toString(), 0);
  }
}
