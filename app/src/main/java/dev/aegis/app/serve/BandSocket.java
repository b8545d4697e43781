package dev.aegis.app.serve;

import dev.aegis.app.band.Band;
import dev.aegis.app.band.wire.ApiError;
import dev.aegis.app.band.wire.Frame;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;

/** Band's socket over a WebSocket of the web server. */
final class BandSocket {
  /** Frames that wait for a slow reader, before its socket is ended. */
  private static final int MOST_WAITING = 2_000;

  /** Above the silence after which Aegis itself ends a socket, which says why. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Band band;

  BandSocket(Band band) {
    this.band = band;
  }

  /**
   * Opens sockets at their address.
   *
   * @param refusal why none is opened for a request; empty where nothing speaks against it
   */
  void serve(ServerWebSocketContainer container, Function<Request, String> refusal) {
    container.setMaxTextMessageSize(Frame.MOST_CHARACTERS);
    container.setMaxBinaryMessageSize(1);
    container.setMaxOutgoingFrames(MOST_WAITING);
    container.setIdleTimeout(IDLE);
    container.addMapping(
        Band.SOCKET,
        (request, response, callback) ->
            upgrade(refusal.apply(request), request, response, callback));
  }

  private @Nullable Object upgrade(
      String refusal,
      ServerUpgradeRequest request,
      ServerUpgradeResponse response,
      Callback callback) {
    try {
      if (!refusal.isEmpty()) {
        throw ApiError.forbidden(refusal);
      }
      String key = request.getHeaders().get("X-API-Key");
      String query = request.getHttpURI().getQuery();
      return new BandEndpoint(
          band,
          band.admit(Objects.requireNonNullElse(key, ""), Objects.requireNonNullElse(query, "")));
    } catch (ApiError e) {
      response.setStatus(e.status());
      response.getHeaders().put("Content-Type", Outgoing.JSON);
      if (e.status() == 429) {
        response.getHeaders().put("Retry-After", "5");
      }
      Content.Sink.write(response, true, e.json(UUID.randomUUID().toString()), callback);
      return null;
    }
  }
}
