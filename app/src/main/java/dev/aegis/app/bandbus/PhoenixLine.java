package dev.aegis.app.bandbus;

import dev.aegis.app.band.wire.Frame;
import dev.aegis.app.band.wire.WireJson;
import dev.aegis.app.scrape.FetchException;
import dev.aegis.app.scrape.Outbound;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One socket of one agent, with the topics that it joined (Phoenix channels, serializer V2). What
 * is pushed only rings: what there is to hear is asked for over REST, where nothing is missing,
 * doubled or out of order. Safe for use by several threads.
 */
final class PhoenixLine implements AutoCloseable {
  private static final int LONGEST_MESSAGE = 1 << 20;
  private static final String SUPERSEDE = "supersede";

  /** Band ends a socket so that must not come again. */
  private static final int POLICY = 1008;

  private final Duration patience;
  private final Runnable bell;
  private final AtomicLong refs = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private volatile long asked;
  private volatile boolean ended;
  private volatile boolean superseded;
  private @Nullable WebSocket socket;

  private PhoenixLine(Duration patience, Runnable bell) {
    this.patience = patience;
    this.bell = bell;
  }

  /**
   * Connects, and joins the topics that every agent has to.
   *
   * @param bell rung by whatever is heard, and by the end; must not wait
   */
  static PhoenixLine open(
      HttpClient http, URI address, Identity as, Duration patience, Runnable bell) {
    try {
      Outbound.require(address);
      PhoenixLine line = new PhoenixLine(patience, bell);
      URI full = URI.create(address + "?vsn=2.0.0&agent_id=" + as.id());
      line.socket =
          line.within(
              http.newWebSocketBuilder()
                  .header("x-api-key", as.key())
                  .connectTimeout(patience)
                  .buildAsync(full, line.new Hearing()));
      line.join("agent_control:" + as.id());
      line.join("agent_rooms:" + as.id());
      return line;
    } catch (FetchException e) {
      throw new BandFailure(String.valueOf(e.getMessage()), 0, true, Duration.ZERO, e);
    }
  }

  private final class Hearing implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      if (parts.length() + text.length() > LONGEST_MESSAGE) {
        from.abort();
        end();
        return null;
      }
      parts.append(text);
      if (last) {
        Frame.parse(parts.toString()).ifPresent(PhoenixLine.this::heard);
        parts.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      superseded |= code == POLICY;
      end();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      end();
    }
  }

  private void heard(Frame frame) {
    String ref = frame.ref();
    if (frame.event().equals(Frame.REPLY) && frame.topic().equals(Frame.PHOENIX)) {
      if (ref != null && ref.matches("[0-9]{1,18}")) {
        answered.accumulateAndGet(Long.parseLong(ref), Math::max);
      }
    } else {
      superseded |= frame.event().equals(SUPERSEDE);
      bell.run();
    }
  }

  private void end() {
    ended = true;
    bell.run();
  }

  /** Joins a topic. */
  void join(String topic) {
    String ref = String.valueOf(refs.incrementAndGet());
    send(new Frame(ref, ref, topic, Frame.JOIN, WireJson.object()));
  }

  /** Gives a sign of life; false where the one before was not answered. */
  boolean heartbeat() {
    if (answered.get() < asked) {
      return false;
    }
    asked = refs.incrementAndGet();
    send(new Frame(null, String.valueOf(asked), Frame.PHOENIX, Frame.HEARTBEAT, WireJson.object()));
    return true;
  }

  private void send(Frame frame) {
    WebSocket open = socket;
    if (open == null || ended) {
      throw new BandFailure("the socket has ended", 0, true, Duration.ZERO);
    }
    var _ = within(open.sendText(frame.text(), true).toCompletableFuture());
  }

  private <T> T within(java.util.concurrent.CompletableFuture<T> work) {
    try {
      return work.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new BandFailure(
          "its socket cannot be used (" + String.valueOf(e.getCause()) + ")",
          0,
          true,
          Duration.ZERO,
          e);
    } catch (TimeoutException e) {
      work.cancel(true);
      throw new BandFailure(
          "its socket does not answer within " + patience, 0, true, Duration.ZERO, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BandFailure("interrupted", 0, true, Duration.ZERO, e);
    }
  }

  boolean hasEnded() {
    return ended;
  }

  /** Whether another process has taken this agent's place. */
  boolean isSuperseded() {
    return superseded;
  }

  @Override
  public void close() {
    WebSocket open = socket;
    if (open != null && !ended) {
      var _ = open.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((_, _) -> open.abort());
    } else if (open != null) {
      open.abort();
    }
    ended = true;
  }
}
