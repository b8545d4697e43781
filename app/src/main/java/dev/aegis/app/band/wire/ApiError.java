package dev.aegis.app.band.wire;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A request is refused: a status of HTTP, a code for programs and a sentence for people. */
public final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int UNPROCESSABLE = 422;
  private static final String VALIDATION = "validation_error";

  private final int status;
  private final String code;
  private final transient Map<String, List<String>> details;

  private ApiError(int status, String code, String message, Map<String, List<String>> details) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = Map.copyOf(details);
  }

  /** Nobody is known by this key. */
  public static ApiError unauthorized() {
    return new ApiError(
        401,
        "unauthorized",
        "expected a key of ./aegis agent add or ./aegis user key in X-API-Key, found none that is"
            + " known",
        Map.of());
  }

  public static ApiError forbidden(String message) {
    return new ApiError(403, "forbidden", message, Map.of());
  }

  /** A bound of this server is reached. */
  public static ApiError limitReached(String message) {
    return new ApiError(403, "limit_reached", message, Map.of());
  }

  /** Who owns a chat cannot leave it without an owner. */
  public static ApiError soleOwner() {
    return new ApiError(
        403, "cannot_remove_sole_owner", "expected another owner to stay, found none", Map.of());
  }

  /** It is not there, or not for whoever asks. */
  public static ApiError notFound(String what) {
    return new ApiError(404, "not_found", what + " was not found", Map.of());
  }

  public static ApiError methodNotAllowed() {
    return new ApiError(405, "method_not_allowed", "nothing takes this method here", Map.of());
  }

  /** Too many requests. */
  public static ApiError tooMany(String message) {
    return new ApiError(429, "too_many_requests", message, Map.of());
  }

  /** A body or parameter that cannot be used as it is, with the place as a JSON pointer. */
  public static ApiError invalid(String pointer, String message) {
    return new ApiError(UNPROCESSABLE, VALIDATION, message, Map.of(pointer, List.of(message)));
  }

  /** The same with a code of its own. */
  public static ApiError unprocessable(String code, String message) {
    return new ApiError(UNPROCESSABLE, code, message, Map.of());
  }

  /** The upgrade to a socket is refused. */
  public static ApiError refusedUpgrade(int status, String code, String message) {
    return new ApiError(status, code, message, Map.of());
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  /** The body of the answer. */
  public String json(String requestId) {
    ObjectNode error = WireJson.object();
    error.put("code", code);
    error.put("message", getMessage());
    error.put("request_id", requestId);
    if (!details.isEmpty()) {
      ObjectNode places = WireJson.object();
      details.forEach((pointer, messages) -> {
        ArrayNode all = places.putArray(pointer);
        messages.forEach(all::add);
      });
      error.set("details", places);
    }
    return WireJson.object().set("error", error).toString();
  }
}
