package dev.aegis.app.actuator;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The configuration of one region's edge, such that everything Aegis orders can be ordered at run
 * time: slots for pods that come and go, the other regions, and one map that holds where requests
 * go and how many are refused.
 *
 * <p>A request that another edge has sent stays in this region, whatever the map says: two edges
 * that point at each other would pass it to and fro. The ramp of the weights is computed for each
 * request from HAProxy's own clock, so that it goes on when whoever ordered it has died.
 *
 * @param region its own
 * @param others the other regions, in the order in which shares are laid out
 * @param slots how many pods it can have at most
 * @param port where it listens, on loopback
 * @param metricsPort where Prometheus reads it, on loopback; 0 for nowhere
 * @param directory where its socket and its map are
 */
public record HaproxyConfig(
    String region, List<String> others, int slots, int port, int metricsPort, Path directory) {
  /** The frontend. */
  public static final String EDGE = "edge";

  /** The backend with the slots for the region's own pods. */
  public static final String PODS = "pods";

  /** The only server of the backend of another region. */
  public static final String PEER = "peer";

  private static final int SLOTS_LIMIT = 1_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  /** HAProxy's parser would take a path with one of other characters apart. */
  private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9_./@+-]+");

  public HaproxyConfig {
    others = List.copyOf(others);
    checkName(region);
    others.forEach(HaproxyConfig::checkName);
    if (slots < 1 || slots > SLOTS_LIMIT) {
      throw new IllegalArgumentException(
          "expected 1 to " + SLOTS_LIMIT + " slots for pods, found " + slots);
    }
    if (!PLAIN_PATH.matcher(directory.toString()).matches() || !directory.isAbsolute()) {
      throw new IllegalArgumentException(
          "expected an absolute path of letters, digits and _./@+-, found " + directory);
    }
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "expected a region of letters, digits and ._-, found \"" + name + "\"");
    }
  }

  /** The backend of another region. */
  public static String away(String region) {
    return "away-" + region;
  }

  /** The name of a slot. */
  public static String slot(int number) {
    return "slot-" + number;
  }

  public Path socket() {
    return directory.resolve("haproxy.sock");
  }

  public Path map() {
    return directory.resolve("routes.map");
  }

  /** What the map file says before anything was ordered. */
  public String mapText() {
    return HaproxyRoutes.home(others).toText();
  }

  /** The configuration file. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        global
            stats socket %s mode 600 level admin
            stats timeout 10s
            maxconn 8192
            # One thread, so that a region's edge takes one processor at most.
            nbthread 1

        defaults
            mode http
            # A retry that nobody asked for would hide a failure and add load.
            retries 0
            timeout connect 2s
            timeout client 60s
            timeout server 60s
            timeout queue 60s
            timeout http-request 10s

        frontend %s
            bind 127.0.0.1:%d
        """
            .formatted(socket(), EDGE, port));
    shed(text);
    ramp(text);
    others.forEach(other -> route(text, other));
    line(text, "default_backend " + PODS);
    backends(text);
    metrics(text);
    return text.toString();
  }

  private void shed(StringBuilder text) {
    line(text, "http-request set-var(txn.shed) " + entry("shed"));
    line(
        text,
        "http-request deny deny_status 503 if { rand("
            + HaproxyRoutes.WHOLE
            + "),sub(txn.shed) -m int lt 0 }");
  }

  /** Elapsed and whole time of the ramp in milliseconds; they are the same when it is over. */
  private void ramp(StringBuilder text) {
    line(text, "http-request set-var(txn.start) " + entry("ramp-start"));
    line(text, "http-request set-var(txn.ramp) " + entry("ramp-millis"));
    line(text, "http-request set-var(txn.gone) date(0,ms),sub(txn.start)");
    line(text, "http-request set-var(txn.gone) int(0) if { var(txn.gone) -m int lt 0 }");
    line(text, "acl over var(txn.gone),sub(txn.ramp) -m int ge 0");
    line(text, "http-request set-var(txn.gone) var(txn.ramp) if over");
    line(text, "http-request set-var(txn.ramp) int(1) if { var(txn.ramp) -m int lt 1 }");
    line(text, "http-request set-var(txn.roll) rand(" + HaproxyRoutes.WHOLE + ")");
    line(text, "http-request set-var(txn.upto) int(0)");
    line(text, "acl from-an-edge req.hdr(X-Edge-Region) -m found");
  }

  private void route(StringBuilder text, String other) {
    line(text, "http-request set-var(txn.from) " + entry("from/" + other));
    line(
        text,
        "http-request set-var(txn.upto) "
            + entry("to/" + other)
            + ",sub(txn.from),mul(txn.gone),div(txn.ramp),add(txn.from),add(txn.upto)");
    // The rules that choose a backend run after all of these: what was decided is remembered.
    line(
        text,
        "http-request set-var(txn.away) str("
            + other
            + ") if !{ var(txn.away) -m found } !from-an-edge"
            + " { var(txn.roll),sub(txn.upto) -m int lt 0 }");
    line(text, "use_backend " + away(other) + " if { var(txn.away) -m str " + other + " }");
  }

  private String entry(String key) {
    return "str(" + key + "),map(" + map() + ",0),add(0)";
  }

  private void backends(StringBuilder text) {
    text.append("\nbackend ").append(PODS).append('\n');
    line(text, "balance roundrobin");
    for (int slot = 1; slot <= slots; slot++) {
      line(text, "server " + slot(slot) + " 127.0.0.1:1 disabled");
    }
    for (String other : others) {
      text.append("\nbackend ").append(away(other)).append('\n');
      line(text, "http-request set-header X-Edge-Region " + region);
      line(text, "server " + PEER + " 127.0.0.1:1 disabled");
    }
  }

  private void metrics(StringBuilder text) {
    if (metricsPort > 0) {
      text.append("\nfrontend metrics\n");
      line(text, "bind 127.0.0.1:" + metricsPort);
      line(text, "http-request use-service prometheus-exporter if { path /metrics }");
      line(text, "http-request return status 404");
    }
  }

  private static void line(StringBuilder text, String line) {
    text.append("    ").append(line).append('\n');
  }
}
