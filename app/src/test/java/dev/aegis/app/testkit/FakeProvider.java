package dev.aegis.app.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A real server on loopback that answers as a script says, and keeps what it was sent. */
public final class FakeProvider implements AutoCloseable {
  /** What one request is answered with. */
  public record Answer(int status, Map<String, String> headers, String body, boolean cut) {
    public Answer(int status, String body) {
      this(status, Map.of(), body, false);
    }
  }

  private final HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();

  /** Answers each request from its body. */
  public FakeProvider(Function<String, Answer> script) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/chat/completions", exchange -> answer(exchange, script));
    server.start();
  }

  /** Answers with these one after the other, and with the last one from then on. */
  public static FakeProvider inOrder(Answer... answers) {
    List<Answer> left = new CopyOnWriteArrayList<>(answers);
    return new FakeProvider(_ -> left.size() > 1 ? left.removeFirst() : left.getFirst());
  }

  private void answer(HttpExchange exchange, Function<String, Answer> script) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    bodies.add(body);
    keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    Answer answer = script.apply(body);
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), bytes.length + (answer.cut() ? 1_000 : 0));
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  public String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  public List<String> bodies() {
    return List.copyOf(bodies);
  }

  public List<String> keys() {
    return List.copyOf(keys);
  }

  /** A completion of OpenAI's form that says this. */
  public static Answer says(String words) {
    return new Answer(200, completion("\"content\":\"" + escaped(words) + "\"", "stop"));
  }

  /** A completion that calls a tool with these arguments. */
  public static Answer calls(String tool, String arguments) {
    return new Answer(
        200,
        completion(
            "\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\","
                + "\"function\":{\"name\":\""
                + tool
                + "\",\"arguments\":\""
                + escaped(arguments)
                + "\"}}]",
            "tool_calls"));
  }

  private static String completion(String message, String finish) {
    return "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
        + message
        + "},\"finish_reason\":\""
        + finish
        + "\"}],\"usage\":{\"prompt_tokens\":90,\"completion_tokens\":10,\"total_tokens\":100}}";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
