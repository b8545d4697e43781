package dev.aegis.lab.plant;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The process in front of one region: a reverse proxy that chooses by a {@link RoutingTable}. Jetty
 * takes the requests; they go on over {@link KeepAliveClient}, since the client of Jetty's own
 * proxy took three quarters of the CPU of an edge. A connection that cannot be made is answered 502
 * and not tried elsewhere, since a retry nobody asked for would hide the failure and add load.
 */
final class Edge {
  private static final String CAME_THROUGH = "X-Lab-Edge";
  private static final HttpField TEXT =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
  private static final int CONNECTIONS = 2_048;
  private static final long LIMIT_NANOS = 60_000_000_000L;
  private static final int IDLE_MILLIS = 60_000;

  private final String region;
  private final RoutingTable table;
  private final Map<String, LongAdder> answered = new ConcurrentHashMap<>();
  private final LongAdder shed = new LongAdder();
  private final Map<Integer, KeepAliveClient> clients = new ConcurrentHashMap<>();
  private final String cameThrough;

  private Edge(String region) {
    this.region = region;
    this.cameThrough = CAME_THROUGH + ": " + region + "\r\n";
    this.table = new RoutingTable(region, System::nanoTime);
  }

  /** Runs an edge: {@code --region R [--port P]}. */
  public static void main(String[] args) throws Exception {
    Map<String, String> options = Child.options(args);
    Edge edge = new Edge(Child.required(options, "region"));
    Server server = edge.serve(Integer.parseInt(options.getOrDefault("port", "0")));
    server.start();
    System.out.println("public " + ((ServerConnector) server.getConnectors()[0]).getLocalPort());
    Child child = new Child();
    child.on("PUT", "/control/backends", edge::order);
    child.on("GET", "/control/state", _ -> edge.state());
    child.on("GET", "/metrics", _ -> edge.metrics());
    child.on("GET", "/ready", _ -> "ready\n");
    child.serveUntilInputEnds();
    System.exit(0);
  }

  private Server serve(int port) {
    Server server = new Server(new QueuedThreadPool(8, 4));
    HttpConfiguration quiet = new HttpConfiguration();
    quiet.setSendServerVersion(false);
    quiet.setIdleTimeout(IDLE_MILLIS);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(quiet));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.setAcceptQueueSize(1_024);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setHandler(new Front());
    return server;
  }

  private String order(String text) {
    EdgeOrders orders = EdgeOrders.parse(text, region);
    table.apply(orders);
    Set<Integer> used = new HashSet<>();
    orders.pods().forEach(pod -> used.add(pod.port()));
    orders.peer().ifPresent(peer -> used.add(peer.port()));
    clients.forEach((port, client) -> {
      if (!used.contains(port) && clients.remove(port, client)) {
        client.close();
      }
    });
    return "applied\n";
  }

  private String state() {
    StringBuilder text = new StringBuilder("settled " + table.settled() + "\n");
    table.weights().forEach((name, weight) -> text.append("weight " + name + " " + weight + "\n"));
    table
        .outstanding()
        .forEach((name, count) -> text.append("outstanding " + name + " " + count + "\n"));
    return text.toString();
  }

  private String metrics() {
    StringBuilder text = new StringBuilder("# TYPE edge_requests_total counter\n");
    new TreeMap<>(answered)
        .forEach((labels, count) ->
            text.append("edge_requests_total{" + labels + "} " + count.sum() + "\n"));
    text.append("# TYPE edge_shed_total counter\n");
    text.append("edge_shed_total{region=\"" + region + "\"} " + shed.sum() + "\n");
    text.append("# TYPE edge_weight gauge\n");
    table
        .weights()
        .forEach((to, weight) ->
            text.append(
                "edge_weight{region=\"" + region + "\",to=\"" + to + "\"} " + weight + "\n"));
    return text.toString();
  }

  private void count(int status, String to) {
    String labels = "region=\"" + region + "\",status=\"" + status + "\",to=\"" + to + "\"";
    answered.computeIfAbsent(labels, _ -> new LongAdder()).increment();
  }

  /** Never blocks: who waits for a pod is a virtual thread. */
  private final class Front extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      boolean fromPeer = request.getHeaders().contains(CAME_THROUGH);
      switch (table.choose(fromPeer)) {
        case RoutingTable.Shed() -> {
          shed.increment();
          refuse(response, callback, "shed\n");
        }
        case RoutingTable.Nobody() -> refuse(response, callback, "no pod is ready\n");
        case RoutingTable.Forward(Backend backend) -> {
          Request.addCompletionListener(
              request,
              _ -> {
                backend.outstanding().decrementAndGet();
                count(response.getStatus(), backend.region());
              });
          Thread.ofVirtual().start(() -> forward(request, response, callback, backend));
        }
      }
      return true;
    }

    private void refuse(Response response, Callback callback, String why) {
      count(503, "nowhere");
      send(response, callback, 503, why.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void forward(Request request, Response response, Callback callback, Backend backend) {
    try {
      if (!request.getMethod().equals("GET")) {
        send(response, callback, 405, said("expected GET"));
      } else if (backend.outstanding().get() > CONNECTIONS) {
        send(response, callback, 503, said("too many requests are under way to " + backend.name()));
      } else {
        KeepAliveClient.Answer answer =
            client(backend).ask(request.getHttpURI().getPathQuery(), cameThrough, LIMIT_NANOS);
        send(response, callback, answer.status(), answer.body());
      }
    } catch (SocketTimeoutException e) {
      send(response, callback, 504, said("no answer in time from " + backend.name()));
    } catch (IOException e) {
      send(response, callback, 502, said("no answer from " + backend.name()));
    } catch (RuntimeException e) {
      callback.failed(e);
    }
  }

  private KeepAliveClient client(Backend backend) {
    return clients.computeIfAbsent(backend.port(), KeepAliveClient::new);
  }

  private static byte[] said(String why) {
    return (why + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void send(Response response, Callback callback, int status, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(TEXT);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
