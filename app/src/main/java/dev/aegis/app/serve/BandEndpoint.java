package dev.aegis.app.serve;

import dev.aegis.app.band.Band;
import dev.aegis.app.band.Connection;
import dev.aegis.app.band.Line;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of Band's protocol. Jetty calls it from one thread at a time, and finds its methods
 * only where the class is public.
 */
public final class BandEndpoint implements Session.Listener.AutoDemanding, Line {
  private final Band band;
  private final Band.Admitted admitted;
  private volatile @Nullable Session session;
  private volatile @Nullable Connection connection;

  BandEndpoint(Band band, Band.Admitted admitted) {
    this.band = band;
    this.admitted = admitted;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    if (admitted.supported()) {
      connection = band.connect(admitted, this);
    } else {
      close(Band.WRONG_VERSION, "expected vsn=2.0.0");
    }
  }

  @Override
  public void onWebSocketText(String message) {
    Connection to = connection;
    if (to != null) {
      to.heard(message);
    }
  }

  /** Whoever leaves without a word is gone, as the close that follows tells; no cause for alarm. */
  @Override
  public void onWebSocketError(Throwable cause) {}

  @Override
  public void onWebSocketClose(int code, String reason, Callback callback) {
    Connection ended = connection;
    if (ended != null) {
      band.disconnected(ended);
    }
    callback.succeed();
  }

  @Override
  public void send(String text) {
    Session to = session;
    if (to != null && to.isOpen()) {
      to.sendText(text, Callback.from(() -> {}, _ -> to.disconnect()));
    }
  }

  @Override
  public void close(int code, String reason) {
    Session to = session;
    if (to != null) {
      to.close(code, reason, Callback.NOOP);
    }
  }
}
