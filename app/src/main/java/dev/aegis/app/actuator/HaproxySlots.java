package dev.aegis.app.actuator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pods behind an edge, each in a slot of the configuration. Who is in which slot is known by
 * the port, which no two pods of a machine share, so that a process that begins anew finds out from
 * HAProxy itself.
 */
public final class HaproxySlots {
  private static final String LOOPBACK = "127.0.0.1";

  private final HaproxySocket socket;

  public HaproxySlots(HaproxySocket socket) {
    this.socket = socket;
  }

  /**
   * Lets exactly these ports get requests. A pod that is no longer named finishes what it has; its
   * slot is given away again once it is idle, or at once when no other is left.
   *
   * @throws HaproxyException when there are more pods than slots
   */
  public void serve(List<Integer> ports) {
    List<HaproxyServer> servers = HaproxyServer.of(socket, HaproxyConfig.PODS);
    Map<Integer, HaproxyServer> taken = new LinkedHashMap<>();
    List<HaproxyServer> free = new ArrayList<>();
    for (HaproxyServer server : servers) {
      if (ports.contains(server.port()) && !taken.containsKey(server.port())) {
        taken.put(server.port(), server);
      } else {
        free.add(server);
      }
    }
    for (int port : ports) {
      HaproxyServer own = taken.get(port);
      if (own != null) {
        ready(own);
      } else {
        place(port, vacant(free, servers.size()));
      }
    }
    for (HaproxyServer server : free) {
      if (server.admin() == HaproxyServer.Admin.READY) {
        admin(server, HaproxyServer.Admin.DRAIN);
      }
    }
  }

  /** Whether nothing is on its way to that port. */
  public boolean idle(int port) {
    HaproxyStats stats = HaproxyStats.of(socket);
    return HaproxyServer.of(socket, HaproxyConfig.PODS).stream()
        .filter(server -> server.port() == port)
        .allMatch(server -> idle(stats, server));
  }

  /** Says where another region is reached, or that it is not. */
  public void peer(String region, Optional<Integer> port) {
    HaproxyServer peer = HaproxyServer.of(socket, HaproxyConfig.away(region)).getFirst();
    if (port.isEmpty()) {
      admin(peer, HaproxyServer.Admin.MAINT);
    } else if (peer.port() == port.get()) {
      ready(peer);
    } else {
      place(port.get(), peer);
    }
  }

  private HaproxyServer vacant(List<HaproxyServer> free, int slots) {
    if (free.isEmpty()) {
      throw new HaproxyException(
          "expected at most "
              + slots
              + " pods, as many as HAProxy at "
              + socket.path()
              + " has slots, found more");
    }
    HaproxyStats stats = HaproxyStats.of(socket);
    HaproxyServer chosen =
        free.stream()
            .filter(server -> server.admin() == HaproxyServer.Admin.MAINT)
            .findFirst()
            .or(() ->
                free.stream()
                    .filter(server -> server.admin() == HaproxyServer.Admin.DRAIN)
                    .filter(server -> idle(stats, server))
                    .findFirst())
            .orElse(free.getFirst());
    free.remove(chosen);
    return chosen;
  }

  private static boolean idle(HaproxyStats stats, HaproxyServer server) {
    return stats.number(server.backend(), server.name(), "scur") == 0
        && stats.number(server.backend(), server.name(), "qcur") == 0;
  }

  /** In maintenance meanwhile, so that no request goes to the new port by the old pod's name. */
  private void place(int port, HaproxyServer slot) {
    admin(slot, HaproxyServer.Admin.MAINT);
    socket.tell("set", "server", name(slot), "addr", LOOPBACK, "port", String.valueOf(port));
    socket.tell("set", "server", name(slot), "state", HaproxyServer.Admin.READY.word());
  }

  private void ready(HaproxyServer server) {
    admin(server, HaproxyServer.Admin.READY);
  }

  private void admin(HaproxyServer server, HaproxyServer.Admin wanted) {
    if (server.admin() != wanted || (wanted == HaproxyServer.Admin.READY && !server.running())) {
      socket.tell("set", "server", name(server), "state", wanted.word());
    }
  }

  private static String name(HaproxyServer server) {
    return server.backend() + "/" + server.name();
  }
}
