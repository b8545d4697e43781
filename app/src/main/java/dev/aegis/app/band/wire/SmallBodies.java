package dev.aegis.app.band.wire;

import tools.jackson.databind.JsonNode;

/** Bodies of one field. */
public final class SmallBodies {
  /** The longest reason of a failure that is kept. */
  static final int MOST_ERROR = 2_000;

  private SmallBodies() {}

  /**
   * Why an attempt failed: {@code {"error": "text"}}.
   *
   * @throws ApiError 422
   */
  public static String error(String body) {
    String error = Body.all("", parsed(body), fields -> fields.text("error"));
    return error.length() > MOST_ERROR ? error.substring(0, MOST_ERROR) : error;
  }

  /**
   * Whether an agent is at work: {@code {"working": true}}.
   *
   * @throws ApiError 422
   */
  public static boolean working(String body) {
    return Body.all("", parsed(body), fields -> fields.flag("working"));
  }

  private static JsonNode parsed(String body) {
    return WireJson.parse(body)
        .orElseThrow(() -> ApiError.invalid("/", "expected JSON, found something else"));
  }
}
