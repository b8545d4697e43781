package dev.aegis.app.serve;

import dev.aegis.app.band.ApiReply;
import dev.aegis.app.band.ApiRequest;
import dev.aegis.app.band.Band;
import java.util.List;
import java.util.Locale;

/** Band's API over HTTP: who asks proves it with a key of their own, never with a session. */
final class BandRoutes {
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final String BEARER = "bearer ";

  private final Band band;

  BandRoutes(Band band) {
    this.band = band;
  }

  List<Route> all() {
    return List.of(Band.AGENTS, Band.PEOPLE).stream()
        .flatMap(prefix -> METHODS.stream().map(method -> route(method, prefix + "*")))
        .toList();
  }

  private Route route(String method, String path) {
    return new Route(method, path, Band.BODY_BYTES, false, new Admission.Keys(), this::answer);
  }

  private Outgoing answer(Incoming request) {
    ApiReply reply =
        band.answer(
            new ApiRequest(
                request.method(), request.path(), request.query(), key(request), request.text()));
    if (reply.json().isEmpty()) {
      return Outgoing.empty(reply.status());
    }
    Outgoing answer = Outgoing.of(reply.status(), Outgoing.JSON, reply.json());
    return reply.retryAfterSeconds() == 0
        ? answer
        : answer.with("Retry-After", "" + reply.retryAfterSeconds());
  }

  /** The key that a request shows; empty where it shows none. */
  static String key(Incoming request) {
    String key = request.header("X-API-Key");
    String authorization = request.header("Authorization");
    return key.isEmpty() && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? authorization.substring(BEARER.length()).strip()
        : key.strip();
  }
}
