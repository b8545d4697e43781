package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * The web server, on this machine alone. It reads every body within its limit before anybody looks
 * at it, and answers 503 when more requests are in work than may be. Requests of web pages are
 * refused, but for those of its own: a page that somebody has open must not be able to send what it
 * likes to a port of this machine, nor read from it under a name of its own. A stream is written
 * for as long as its reader takes it, on a virtual thread of its own.
 */
final class Web implements AutoCloseable {
  /** Bodies that are read or looked at side by side; others wait. */
  static final int IN_WORK = 16;

  /** How long a request waits for its turn before it is sent away. */
  static final int WAIT_SECONDS = 5;

  /** Streams that are read side by side; more readers are sent away. */
  static final int MOST_STREAMS = 256;

  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");
  private static final int HEADER_BYTES = 16 << 10;
  private static final long IDLE_MILLIS = 60_000;
  private static final long STOP_MILLIS = 5_000;
  private static final long LOOK_MILLIS = 250;

  private final Server server;
  private final ServerConnector connector;
  private final Map<String, Map<String, Route>> routes = new HashMap<>();
  private final Traffic traffic;
  private final Semaphore inWork = new Semaphore(IN_WORK, true);
  private final Semaphore streams = new Semaphore(MOST_STREAMS);

  private Web(int port, List<Route> served, @Nullable BandSocket sockets, Traffic traffic) {
    this.traffic = traffic;
    for (Route route : served) {
      routes.computeIfAbsent(route.path(), _ -> new TreeMap<>()).put(route.method(), route);
    }
    QueuedThreadPool pool = new QueuedThreadPool(32, 4);
    pool.setName("web");
    pool.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("web-", 0).factory()));
    server = new Server(pool);
    server.setStopTimeout(STOP_MILLIS);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    connector =
        new ServerConnector(
            server, 1, 1, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setHandler(sockets == null ? new Answers() : upgrading(sockets));
  }

  private Handler upgrading(BandSocket sockets) {
    WebSocketUpgradeHandler upgrades = WebSocketUpgradeHandler.from(server, sockets::serve);
    upgrades.setHandler(new Answers());
    return upgrades;
  }

  /** Listens, without sockets. */
  static Web start(int port, List<Route> routes, Traffic traffic) {
    return start(port, routes, null, traffic);
  }

  /**
   * Listens.
   *
   * @param port 0 for any that is free
   * @param sockets opens WebSockets; {@code null} where there are none
   * @throws CommandFailure when the port is taken
   */
  static Web start(int port, List<Route> routes, @Nullable BandSocket sockets, Traffic traffic) {
    JETTY.setLevel(Level.WARNING);
    Web web = new Web(port, routes, sockets, traffic);
    try {
      web.server.start();
      return web;
    } catch (Exception e) {
      web.close();
      if (e instanceof BindException || e.getCause() instanceof BindException) {
        throw new CommandFailure(
            ExitCode.BAD_INPUT,
            "expected port "
                + port
                + " of this machine to be free, found it taken; end what listens there or give"
                + " another --port",
            e);
      }
      throw new CommandFailure(
          ExitCode.INTERNAL, "the web server did not start: " + e.getMessage(), e);
    }
  }

  /** All that is served. */
  List<Route> routes() {
    return routes.values().stream().flatMap(byMethod -> byMethod.values().stream()).toList();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  private final class Answers extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws InterruptedException {
      Outgoing answer = answer(request);
      traffic.answered(answer.status());
      response.setStatus(answer.status());
      answer.headers().forEach(response.getHeaders()::put);
      response.getHeaders().put("X-Content-Type-Options", "nosniff");
      if (!answer.trailers().isEmpty()) {
        HttpFields.Mutable trailers = HttpFields.build();
        answer.trailers().forEach(trailers::put);
        response.setTrailersSupplier(() -> trailers);
      }
      if (answer.stream() != null) {
        stream(answer.stream(), response, callback);
        return true;
      }
      response.write(true, ByteBuffer.wrap(answer.body()), callback);
      return true;
    }
  }

  /** A reader who takes nothing for as long as a connection may be idle is dropped. */
  private void stream(Outgoing.Stream stream, Response response, Callback callback) {
    try {
      stream.write(text -> Content.Sink.write(response, false, UTF_8.encode(text)));
      response.write(true, ByteBuffer.allocate(0), callback);
    } catch (IOException e) {
      callback.failed(e);
    } catch (RuntimeException e) {
      traffic.failed(e);
      callback.failed(e);
    } finally {
      streams.release();
    }
  }

  private Outgoing answer(Request request) throws InterruptedException {
    String path = Request.getPathInContext(request);
    Map<String, Route> byMethod = routes.getOrDefault(path, beginnings(path));
    Route asked = byMethod.get(request.getMethod());
    String refused = foreign(request, asked != null && asked.pages());
    if (!refused.isEmpty()) {
      return Outgoing.text(403, refused);
    }
    if (byMethod.isEmpty()) {
      return Outgoing.text(404, "nothing is served here; see /");
    }
    Route route = byMethod.get(request.getMethod());
    if (route == null) {
      String allowed = String.join(", ", byMethod.keySet());
      return Outgoing.text(405, "expected " + allowed).with("Allow", allowed);
    }
    if (route.admits() instanceof Admission.Nobody) {
      return Outgoing.text(403, "nobody may ask this: its route names no right");
    }
    if (!inWork.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
      traffic.overloaded();
      return Outgoing.text(503, "too many requests are in work; try again")
          .with("Retry-After", "" + WAIT_SECONDS);
    }
    try {
      return admitted(route.endpoint().answer(read(request, route)));
    } catch (TooLarge e) {
      return Outgoing.text(413, "expected a body of at most " + route.mostBytes() + " bytes");
    } catch (Unzippable e) {
      return Outgoing.text(400, "expected a body in gzip, found something else");
    } catch (IOException e) {
      return Outgoing.text(400, "the body broke off");
    } catch (RuntimeException e) {
      traffic.failed(e);
      return Outgoing.text(500, "unexpected failure; the log of Aegis has it");
    } finally {
      inWork.release();
    }
  }

  private Map<String, Route> beginnings(String path) {
    return routes.values().stream()
        .filter(byMethod -> byMethod.values().iterator().next().at(path))
        .max(
            Comparator.comparingInt(
                byMethod -> byMethod.values().iterator().next().path().length()))
        .orElse(Map.of());
  }

  /** A stream is given to so many readers at a time. */
  private Outgoing admitted(Outgoing answer) {
    if (answer.stream() == null || streams.tryAcquire()) {
      return answer;
    }
    traffic.overloaded();
    return Outgoing.text(503, "too many people look on; try again").with("Retry-After", "30");
  }

  /**
   * Why a request is one of a web page of somebody else; empty where it is not.
   *
   * @param pages whether pages of our own may ask
   */
  static String foreign(Request request, boolean pages) {
    String origin = request.getHeaders().get("Origin");
    String own = "http://" + request.getHttpURI().getAuthority();
    if (origin != null && !(pages && origin.equals(own))) {
      return "requests of web pages are refused";
    }
    return strange(request);
  }

  private static String strange(Request request) {
    String host = Objects.requireNonNullElse(Request.getServerName(request), "");
    boolean own =
        host.equals("127.0.0.1")
            || host.equals("localhost")
            || host.equals("[::1]")
            || host.equals("::1");
    return own ? "" : "expected the host 127.0.0.1 or localhost, found another name";
  }

  /**
   * Waits until nobody has read a stream for a while.
   *
   * @param most no longer than this
   */
  void awaitNoReaders(Duration during, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    long alone = 0;
    while (System.nanoTime() < end && alone < during.toMillis()) {
      Thread.sleep(LOOK_MILLIS);
      alone = streams.availablePermits() == MOST_STREAMS ? alone + LOOK_MILLIS : 0;
    }
  }

  /** Ends every connection, as a network would. */
  void dropConnections() {
    connector.getConnectedEndPoints().forEach(EndPoint::close);
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Unzippable extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static Incoming read(Request request, Route route) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.putIfAbsent(field.getName(), Objects.requireNonNullElse(field.getValue(), ""));
    }
    byte[] body = bounded(Content.Source.asInputStream(request), route.mostBytes());
    String encoding =
        Objects.requireNonNullElse(request.getHeaders().get("Content-Encoding"), "")
            .toLowerCase(Locale.ROOT);
    if (encoding.equals("gzip")) {
      body = unzipped(body, route.mostBytes());
    }
    return new Incoming(
        request.getMethod(),
        Request.getPathInContext(request),
        Objects.requireNonNullElse(request.getHttpURI().getQuery(), ""),
        headers,
        body,
        Objects.requireNonNullElse(Request.getRemoteAddr(request), ""));
  }

  private static byte[] unzipped(byte[] zipped, int most) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return bounded(in, most);
    } catch (TooLarge e) {
      throw e;
    } catch (IOException e) {
      throw new Unzippable();
    }
  }

  private static byte[] bounded(InputStream in, int most) throws IOException {
    byte[] body = in.readNBytes(most + 1);
    if (body.length > most) {
      throw new TooLarge();
    }
    return body;
  }

  /** Ends what is being answered, for a few seconds, and then listens no more. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      traffic.failed(new IllegalStateException("the web server did not stop", e));
    }
  }
}
