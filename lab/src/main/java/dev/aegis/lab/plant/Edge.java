package dev.aegis.lab.plant;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
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
 * The process in front of one region: a reverse proxy that chooses by a {@link RoutingTable}. A
 * connection that cannot be made is answered 502 and not tried elsewhere, since a retry nobody
 * asked for would hide the failure and add load.
 */
final class Edge {
  private static final String CAME_THROUGH = "X-Lab-Edge";
  private static final String BACKEND = Edge.class.getName() + ".backend";
  private static final int CONNECTIONS = 2_048;
  private static final int CONNECT_MILLIS = 2_000;
  private static final int IDLE_MILLIS = 60_000;

  private final String region;
  private final RoutingTable table;
  private final Map<String, LongAdder> answered = new ConcurrentHashMap<>();
  private final LongAdder shed = new LongAdder();

  private Edge(String region) {
    this.region = region;
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
    Server server = new Server(new QueuedThreadPool(24, 6));
    HttpConfiguration quiet = new HttpConfiguration();
    quiet.setSendServerVersion(false);
    quiet.setIdleTimeout(IDLE_MILLIS);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(quiet));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.setAcceptQueueSize(1_024);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setHandler(new Front(new Proxy()));
    return server;
  }

  private String order(String text) {
    table.apply(EdgeOrders.parse(text, region));
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

  private final class Front extends Handler.Wrapper {
    Front(Handler proxy) {
      super(proxy);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      boolean fromPeer = request.getHeaders().contains(CAME_THROUGH);
      return switch (table.choose(fromPeer)) {
        case RoutingTable.Shed() -> {
          shed.increment();
          yield refuse(response, callback, "shed\n");
        }
        case RoutingTable.Nobody() -> refuse(response, callback, "no pod is ready\n");
        case RoutingTable.Forward(Backend backend) -> {
          request.setAttribute(BACKEND, backend);
          Request.addCompletionListener(
              request,
              _ -> {
                backend.outstanding().decrementAndGet();
                count(response.getStatus(), backend.region());
              });
          yield super.handle(request, response, callback);
        }
      };
    }

    private boolean refuse(Response response, Callback callback, String why) {
      count(503, "nowhere");
      response.setStatus(503);
      response.write(true, java.nio.charset.StandardCharsets.UTF_8.encode(why), callback);
      return true;
    }
  }

  private final class Proxy extends ProxyHandler.Reverse {
    Proxy() {
      super(Edge::target);
    }

    private static HttpURI targetOf(Request request, Backend backend) {
      return HttpURI.build(request.getHttpURI())
          .scheme("http")
          .authority("127.0.0.1", backend.port())
          .asImmutable();
    }

    @Override
    protected HttpClient newHttpClient() {
      HttpClient client = super.newHttpClient();
      client.setExecutor(new QueuedThreadPool(24, 6));
      client.setMaxConnectionsPerDestination(CONNECTIONS);
      client.setMaxRequestsQueuedPerDestination(CONNECTIONS);
      client.setConnectTimeout(CONNECT_MILLIS);
      client.setIdleTimeout(IDLE_MILLIS);
      return client;
    }

    @Override
    protected void addProxyHeaders(Request fromClient, org.eclipse.jetty.client.Request toServer) {
      toServer.headers(headers -> headers.put(CAME_THROUGH, region));
    }
  }

  private static HttpURI target(Request request) {
    if (request.getAttribute(BACKEND) instanceof Backend backend) {
      return Proxy.targetOf(request, backend);
    }
    throw new IllegalStateException("expected a backend chosen before the proxy is asked");
  }
}
