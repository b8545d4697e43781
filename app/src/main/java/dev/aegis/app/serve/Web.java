package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * The web server: on this machine, and where {@link Listen} says so for others, too. It reads every
 * body within its limit before anybody looks at it, and answers 503 when more requests are in work
 * than may be. Whose requests are looked at at all, {@link Callers} says. A stream is written for
 * as long as its reader takes it, on a virtual thread of its own.
 */
final class Web implements AutoCloseable {
  /** Bodies that are read or looked at side by side; others wait. */
  static final int IN_WORK = 16;

  /** How long a request waits for its turn before it is sent away. */
  static final int WAIT_SECONDS = 5;

  /** Streams that are read side by side; more readers are sent away. */
  static final int MOST_STREAMS = 256;

  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");
  private static final long STOP_MILLIS = 5_000;
  private static final long LOOK_MILLIS = 250;

  private final Server server;
  private final ServerConnector connector;
  private final Map<String, Map<String, Route>> routes = new HashMap<>();
  private final Traffic traffic;
  private final Supplier<Outgoing> nowhere;
  private final Callers callers;
  private final Refusals refusals;
  private final Semaphore inWork = new Semaphore(IN_WORK, true);
  private final Semaphore streams = new Semaphore(MOST_STREAMS);

  private Web(
      int port,
      @Nullable Listen listen,
      List<Route> served,
      @Nullable BandSocket sockets,
      Supplier<Outgoing> nowhere,
      Traffic traffic,
      InstantSource clock) {
    this.traffic = traffic;
    this.nowhere = nowhere;
    traffic.asking(
        () -> Map.of("aegis_event_streams_open", (long) MOST_STREAMS - streams.availablePermits()));
    this.callers = new Callers(listen);
    this.refusals = new Refusals(clock);
    for (Route route : served) {
      routes.computeIfAbsent(route.path(), _ -> new TreeMap<>()).put(route.method(), route);
    }
    QueuedThreadPool pool = new QueuedThreadPool(32, 4);
    pool.setName("web");
    pool.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("web-", 0).factory()));
    server = new Server(pool);
    server.setStopTimeout(STOP_MILLIS);
    connector = Connectors.local(server, port);
    server.addConnector(connector);
    if (listen != null) {
      server.addConnector(Connectors.outside(server, listen, traffic::tell));
    }
    server.setHandler(sockets == null ? new Answers() : upgrading(sockets));
  }

  private Handler upgrading(BandSocket sockets) {
    WebSocketUpgradeHandler upgrades =
        WebSocketUpgradeHandler.from(server, c -> sockets.serve(c, this::refusal));
    upgrades.setHandler(new Answers());
    return upgrades;
  }

  /** Why a socket is not opened for a request; empty where nothing speaks against it. */
  private String refusal(Request request) {
    return switch (callers.of(new OfJetty(request), outside(request), false)) {
      case Callers.Known _ -> "";
      case Callers.Refused refused -> {
        refusals.add(refused.address());
        yield refused.why();
      }
    };
  }

  private static boolean outside(Request request) {
    return Connectors.OUTSIDE.equals(request.getConnectionMetaData().getConnector().getName());
  }

  /**
   * Listens on this machine.
   *
   * @param port 0 for any that is free
   * @param nowhere the page for a browser at an address where nothing is
   * @throws CommandFailure when the port is taken
   */
  static Web start(int port, List<Route> routes, Supplier<Outgoing> nowhere, Traffic traffic) {
    return start(port, null, routes, null, nowhere, traffic, InstantSource.system());
  }

  /**
   * Listens.
   *
   * @param port on this machine; 0 for any that is free
   * @param listen where to listen to others as well; {@code null} for nowhere
   * @param sockets what answers sockets; {@code null} for nothing
   * @param nowhere the page for a browser at an address where nothing is
   * @throws CommandFailure when a port is taken, or an address is not of this machine
   */
  static Web start(
      int port,
      @Nullable Listen listen,
      List<Route> routes,
      @Nullable BandSocket sockets,
      Supplier<Outgoing> nowhere,
      Traffic traffic,
      InstantSource clock) {
    JETTY.setLevel(Level.WARNING);
    Web web = new Web(port, listen, routes, sockets, nowhere, traffic, clock);
    try {
      web.server.start();
      return web;
    } catch (Exception e) {
      web.close();
      if (e instanceof BindException || e.getCause() instanceof BindException) {
        throw new CommandFailure(ExitCode.BAD_INPUT, taken(port, listen), e);
      }
      throw new CommandFailure(
          ExitCode.INTERNAL, "the web server did not start: " + e.getMessage(), e);
    }
  }

  private static String taken(int port, @Nullable Listen listen) {
    return "expected port "
        + port
        + " of this machine to be free, found it taken; end what listens there or give"
        + " another --port"
        + (listen == null
            ? ""
            : "; or the address of listen, "
                + listen.address().getHostAddress()
                + ", is not one of this machine, or its port "
                + listen.port()
                + " is taken");
  }

  /** All that is served. */
  List<Route> routes() {
    return routes.values().stream().flatMap(byMethod -> byMethod.values().stream()).toList();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  /** The port at which others are listened to; 0 where they are not. */
  int outsidePort() {
    return Arrays.stream(server.getConnectors())
        .filter(each -> Connectors.OUTSIDE.equals(each.getName()))
        .mapToInt(each -> ((ServerConnector) each).getLocalPort())
        .findFirst()
        .orElse(0);
  }

  /** What looks after the certificate that others are shown; empty where none is. */
  Optional<Renewal> renewal() {
    return Arrays.stream(server.getConnectors())
        .flatMap(each -> ((ServerConnector) each).getBeans(Renewal.class).stream())
        .findFirst();
  }

  private final class Answers extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws InterruptedException {
      boolean outside = outside(request);
      Outgoing answer = answer(request, outside);
      traffic.answered(answer.status());
      if (outside) {
        answer.with("Strict-Transport-Security", "max-age=31536000");
      }
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

  private Outgoing answer(Request request, boolean outside) throws InterruptedException {
    String path = Request.getPathInContext(request);
    Map<String, Route> byMethod = routes.getOrDefault(path, beginnings(path));
    Route route = byMethod.get(request.getMethod());
    return switch (callers.of(new OfJetty(request), outside, route != null && route.pages())) {
      case Callers.Refused refused -> {
        refusals.add(refused.address());
        yield Outgoing.text(refused.status(), refused.why());
      }
      case Callers.Known known -> counted(known.caller(), () -> answer(request, byMethod, known));
    };
  }

  /** What is refused to somebody outside is counted; this machine may ask what it likes. */
  private Outgoing counted(Caller caller, Answering answering) throws InterruptedException {
    if (!caller.outside()) {
      return answering.answer();
    }
    long wait = refusals.left(caller.address()).toSeconds();
    if (wait > 0) {
      return Outgoing.text(429, "too much was refused to this address; ask again later")
          .with("Retry-After", "" + wait);
    }
    Outgoing answer = answering.answer();
    if (answer.status() >= 400 && answer.status() < 500) {
      refusals.add(caller.address());
    }
    return answer;
  }

  private interface Answering {
    Outgoing answer() throws InterruptedException;
  }

  private Outgoing answer(Request request, Map<String, Route> byMethod, Callers.Known known)
      throws InterruptedException {
    Route route = byMethod.get(request.getMethod());
    boolean hidden =
        known.caller().outside() && route != null && route.admits() instanceof Admission.Machine;
    if (byMethod.isEmpty() || hidden) {
      String accepted = request.getHeaders().get("Accept");
      return accepted != null && accepted.contains("text/html")
          ? nowhere.get()
          : Outgoing.text(404, "nothing is served here; see /");
    }
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
      return admitted(route.endpoint().answer(Bodies.read(request, route, known.caller())));
    } catch (Bodies.TooLarge e) {
      return Outgoing.text(413, "expected a body of at most " + route.mostBytes() + " bytes");
    } catch (Bodies.Unzippable e) {
      return Outgoing.text(400, "expected a body in gzip, found something else");
    } catch (IOException e) {
      return Outgoing.text(400, "the body broke off, or took longer than a minute");
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

  private record OfJetty(Request request) implements Callers.Asked {
    @Override
    public String peer() {
      return Objects.requireNonNullElse(Request.getRemoteAddr(request), "");
    }

    @Override
    public String authority() {
      return Objects.requireNonNullElse(request.getHttpURI().getAuthority(), "");
    }

    @Override
    public List<String> header(String name) {
      return request.getHeaders().getValuesList(name);
    }
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

  /** How many streams are read. */
  int readers() {
    return MOST_STREAMS - streams.availablePermits();
  }

  /** From now on a new connection on which nothing goes on for so long is dropped. */
  void dropIdleAfter(Duration idle) {
    connector.setIdleTimeout(idle.toMillis());
  }

  /** Ends every connection, as a network would. */
  void dropConnections() {
    connector.getConnectedEndPoints().forEach(EndPoint::close);
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
