package dev.aegis.app.serve;

import dev.aegis.app.band.wire.Frame;
import dev.aegis.app.band.wire.WireJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Somebody outside who speaks Band's protocol as its documents say. */
final class BandClient implements AutoCloseable {
  private static final int MOST_SECONDS = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;
  final String id;
  final String key;
  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private @Nullable WebSocket socket;

  BandClient(URI server, String id, String key) {
    this.server = server;
    this.id = id;
    this.key = key;
  }

  /** An answer: its status and, where it has a body, the JSON of it. */
  record Answer(int status, JsonNode json) {
    JsonNode data() {
      return json.path("data");
    }

    String code() {
      return json.path("error").path("code").asString("");
    }
  }

  Answer send(String method, String path, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("/api/v1/" + path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("X-API-Key", key);
    }
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(
        answer.statusCode(), WireJson.parse(answer.body()).orElseGet(WireJson::object));
  }

  Answer get(String path) throws Exception {
    return send("GET", path, "");
  }

  Answer post(String path, String body) throws Exception {
    return send("POST", path, body);
  }

  /** Opens the socket; the key is in the query, or else in the header alone. */
  void connect(String query, boolean header) throws Exception {
    WebSocket.Builder builder = http.newWebSocketBuilder();
    if (header) {
      builder.header("x-api-key", key);
    }
    URI address =
        URI.create(
            server.toString().replaceFirst("http", "ws")
                + "/api/v1/socket/websocket?"
                + query
                + (header ? "" : "&api_key=" + key));
    socket =
        builder
            .buildAsync(
                address,
                new WebSocket.Listener() {
                  private final StringBuilder parts = new StringBuilder();

                  @Override
                  public @Nullable CompletionStage<?> onText(
                      WebSocket from, CharSequence text, boolean last) {
                    parts.append(text);
                    if (last) {
                      frames.add(parts.toString());
                      parts.setLength(0);
                    }
                    from.request(1);
                    return null;
                  }

                  @Override
                  public @Nullable CompletionStage<?> onClose(
                      WebSocket from, int code, String reason) {
                    closed.complete(code);
                    return null;
                  }
                })
            .get(MOST_SECONDS, TimeUnit.SECONDS);
  }

  void say(String frame) throws Exception {
    Objects.requireNonNull(socket).sendText(frame, true).get(MOST_SECONDS, TimeUnit.SECONDS);
  }

  void join(String ref, String topic) throws Exception {
    say("[\"" + ref + "\",\"" + ref + "\",\"" + topic + "\",\"phx_join\",{}]");
  }

  /** The next frame, whatever it is. */
  Frame heard() throws InterruptedException {
    String text = frames.poll(MOST_SECONDS, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("expected a frame, heard none");
    }
    return Frame.parse(text).orElseThrow(() -> new AssertionError("no frame: " + text));
  }

  /** The next frame of this event; those before it are left. */
  Frame heard(String event) throws InterruptedException {
    Frame frame = heard();
    while (!frame.event().equals(event)) {
      frame = heard();
    }
    return frame;
  }

  /** Whether nothing more was said before the answer to a heartbeat, which comes behind it. */
  boolean nothingMore() throws Exception {
    say("[null,\"last\",\"phoenix\",\"heartbeat\",{}]");
    return "last".equals(heard().ref());
  }

  int closedWith() throws Exception {
    return closed.get(MOST_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
    http.close();
  }
}
