package dev.aegis.lab.plant;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/** What the processes of the lab have in common: options, a control port, and how they end. */
final class Child {
  private static final int MAX_BODY = 1 << 20;

  /** Answers a request on a control port. */
  interface Answer {
    /** The text to answer 200 with. */
    String to(String body) throws IOException;
  }

  private final HttpServer server;

  Child() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
  }

  /** Options given as {@code --name value}. */
  static Map<String, String> options(String[] args) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i].replaceFirst("^--", ""), args[i + 1]);
    }
    return options;
  }

  static String required(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new PlantException("expected the option --" + name + ", found none: give it");
    }
    return value;
  }

  /** Answers this method on this path. */
  void on(String method, String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            if (!exchange.getRequestMethod().equals(method)
                || !exchange.getRequestURI().getPath().equals(path)) {
              send(exchange, 404, "expected " + method + " " + path + "\n");
              return;
            }
            respond(exchange, answer);
          }
        });
  }

  private static void respond(HttpExchange exchange, Answer answer) throws IOException {
    String text;
    try {
      text = answer.to(body(exchange));
    } catch (IllegalArgumentException | PlantException e) {
      send(exchange, 400, e.getMessage() + "\n");
      return;
    }
    send(exchange, 200, text);
  }

  static String body(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] bytes = in.readNBytes(MAX_BODY + 1);
      if (bytes.length > MAX_BODY) {
        throw new PlantException(
            "expected at most " + MAX_BODY + " bytes, found more: send less at once");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** Says that it is ready, then lives until its standard input ends. */
  void serveUntilInputEnds() throws IOException {
    server.start();
    System.out.println("ready " + server.getAddress().getPort());
    System.out.flush();
    System.in.transferTo(OutputStream.nullOutputStream());
  }
}
