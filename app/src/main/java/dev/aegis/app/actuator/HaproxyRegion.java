package dev.aegis.app.actuator;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;

/** The edge of one region as it can be asked now. */
public final class HaproxyRegion {
  private static final double MILLIS_PER_SECOND = 1000;

  private final String region;
  private final HaproxySocket socket;
  private final HaproxyRouteMap map;

  /**
   * @param mapFile as in the edge's configuration
   */
  public HaproxyRegion(String region, HaproxySocket socket, Path mapFile) {
    this.region = region;
    this.socket = socket;
    this.map = new HaproxyRouteMap(socket, mapFile);
  }

  String region() {
    return region;
  }

  HaproxyRouteMap map() {
    return map;
  }

  /** Weights, share refused and what is ordered of each server; nothing that only fluctuates. */
  String describe() {
    HaproxyRoutes routes = map.read();
    String servers =
        HaproxyServer.of(socket, HaproxyConfig.PODS).stream()
            .filter(server -> server.admin() != HaproxyServer.Admin.MAINT)
            .sorted(Comparator.comparing(HaproxyServer::name))
            .map(server -> server.name() + "=" + server.admin().word())
            .collect(Collectors.joining(" "));
    return region
        + ": "
        + Wish.shares(routes)
        + ", "
        + Wish.shed(routes)
        + ", "
        + (servers.isEmpty() ? "no pods" : servers);
  }

  int readyPods() {
    return (int)
        HaproxyServer.of(socket, HaproxyConfig.PODS).stream().filter(HaproxyServer::serves).count();
  }

  boolean reaches(String other) {
    return HaproxyServer.of(socket, HaproxyConfig.away(other)).stream()
        .anyMatch(HaproxyServer::serves);
  }

  /**
   * How many request slots this region would use if it got the requests of the other edge too: the
   * arrivals of both in the last second, times the time its own pods take (Little 1961). Where its
   * pods have not answered anything yet, the time of the other's counts.
   */
  double slotsNeeded(HaproxyRegion other) {
    HaproxyStats here = HaproxyStats.of(socket);
    HaproxyStats there = HaproxyStats.of(other.socket);
    double arrivals = rate(here);
    double millis = here.number(HaproxyConfig.PODS, "BACKEND", "rtime");
    if (other == this) {
      arrivals = here.number(HaproxyConfig.EDGE, "FRONTEND", "req_rate");
    } else {
      arrivals += rate(there);
    }
    if (millis == 0) {
      millis = there.number(HaproxyConfig.PODS, "BACKEND", "rtime");
    }
    return arrivals * millis / MILLIS_PER_SECOND;
  }

  /** Requests that went to its own pods in the last second. */
  private static double rate(HaproxyStats stats) {
    return stats.number(HaproxyConfig.PODS, "BACKEND", "rate");
  }
}
