package dev.aegis.lab.plant;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.lab.fault.Fault;
import dev.aegis.lab.fault.FaultException;
import dev.aegis.lab.fault.yaml.FaultYaml;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;

/** The one door to the plant: HTTP on loopback, JSON in and out. */
final class ControlApi implements AutoCloseable {
  private final DesiredState desired;
  private final Faults faults;
  private final Supplier<PlantView> view;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** What a request is answered with. */
  record Answer(int status, String body) {}

  ControlApi(int port, DesiredState desired, Faults faults, Supplier<PlantView> view)
      throws IOException {
    this.desired = desired;
    this.faults = faults;
    this.view = view;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  void start() {
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answered(exchange);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      Child.send(exchange, answer.status(), answer.body());
    }
  }

  private Answer answered(HttpExchange exchange) throws IOException {
    try {
      return answer(exchange);
    } catch (PlantException | FaultException | IntakeException | JacksonException e) {
      return error(400, e.getMessage() == null ? "expected sense, found none" : e.getMessage());
    } catch (RuntimeException e) {
      return error(500, "expected no failure, found " + e);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    List<String> words = Arrays.asList(path.substring(1).split("/", -1));
    String body = Child.body(exchange);
    return switch (exchange.getRequestMethod()) {
      case "GET" -> read(path, query(exchange));
      case "PUT" -> put(words, body, exchange);
      case "POST" -> path.equals("/v1/faults") ? inject(body) : nothingThere(path);
      case "DELETE" -> path.equals("/v1/faults") ? endFaults() : nothingThere(path);
      default -> error(405, "expected GET, PUT, POST or DELETE");
    };
  }

  private static String query(HttpExchange exchange) {
    String raw = exchange.getRequestURI().getRawQuery();
    return raw == null ? "" : URLDecoder.decode(raw, StandardCharsets.UTF_8);
  }

  private Answer read(String path, String query) {
    return switch (path) {
      case "/v1/state" -> new Answer(200, ApiJson.state(desired.wishes(), view.get()));
      case "/v1/targets" -> new Answer(200, ApiJson.targets(view.get()));
      case "/v1/changes" -> new Answer(200, ApiJson.changes(desired.changesAfter(after(query))));
      case "/v1/faults" -> new Answer(200, ApiJson.faults(faults.running()));
      case "/v1/health" -> new Answer(200, ApiJson.health(desired.wishes(), view.get()));
      default -> nothingThere(path);
    };
  }

  private static long after(String query) {
    if (query.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseLong(query.replaceFirst("^after=", ""));
    } catch (NumberFormatException e) {
      throw new PlantException("expected ?after=NUMBER, found ?" + query, e);
    }
  }

  private Answer put(List<String> words, String body, HttpExchange exchange) {
    Optional<Order> order = ApiJson.order(words, body);
    if (order.isEmpty()) {
      return nothingThere(String.join("/", words));
    }
    Stamp stamp = stamp(exchange);
    if (query(exchange).equals("dryRun=true")) {
      return ruled(desired.rehearse(order.get(), stamp), ApiJson.would(desired.would(order.get())));
    }
    Ruling ruling = desired.apply(order.get(), stamp);
    return ruled(ruling, "");
  }

  private static Stamp stamp(HttpExchange exchange) {
    Optional<String> key = header(exchange, "Idempotency-Key");
    Optional<Long> epoch = header(exchange, "Fencing-Epoch").map(ControlApi::epoch);
    String by = header(exchange, "Changed-By").orElse(epoch.isPresent() ? "aegis" : "someone");
    return new Stamp(key, epoch, by, header(exchange, "Change-Description").orElse(""));
  }

  private static long epoch(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new PlantException("expected a number as Fencing-Epoch, found \"" + text + "\"");
    }
    return Long.parseLong(text);
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private static Answer ruled(Ruling ruling, String would) {
    return switch (ruling) {
      case Ruling.Accepted(long generation) ->
          would.isEmpty()
              ? new Answer(202, ApiJson.generation(generation))
              : new Answer(200, would);
      case Ruling.SeenBefore(long generation) -> new Answer(200, ApiJson.generation(generation));
      case Ruling.Stale(long highest) ->
          error(409, "expected an epoch of " + highest + " or later: a newer owner has spoken");
      case Ruling.Unknown(String reason) -> error(404, reason);
      case Ruling.Nonsense(String reason) -> error(400, reason);
    };
  }

  private Answer inject(String yaml) {
    Fault fault = FaultYaml.parse(yaml, "the fault sent");
    return new Answer(200, ApiJson.id(faults.start(fault, System.currentTimeMillis()).id()));
  }

  private Answer endFaults() {
    int ended = faults.running().size();
    faults.endAll();
    return new Answer(200, ApiJson.ended(ended));
  }

  private static Answer nothingThere(String path) {
    return error(404, "expected a path of the control API, found " + path);
  }

  private static Answer error(int status, String why) {
    return new Answer(status, ApiJson.error(why));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
