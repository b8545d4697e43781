package dev.aegis.app.band;

import dev.aegis.app.band.wire.ApiError;
import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.band.wire.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sockets that are open. An agent has one: the newest, or, where it asks for that, the one that
 * was there. Used by many threads.
 */
final class Sockets {
  /** Sockets in all, and of one user. */
  static final int MOST = 2_000;

  static final int MOST_OF_USER = 20;

  /** A socket from which nothing came for so long is ended; heartbeats come every 30 s. */
  static final Duration IDLE = Duration.ofSeconds(45);

  static final int RESTART = 1012;
  private static final int SILENT = 4408;

  private final Map<UUID, Set<Connection>> byParty = new ConcurrentHashMap<>();
  private final Set<UUID> introduced = ConcurrentHashMap.newKeySet();
  private int open;

  /** What a client wants done with the socket that its agent has already. */
  enum Conflict {
    SUPERSEDE,
    REJECT
  }

  /** An agent asked who it is, as one does that has just started. */
  void introduce(Party agent) {
    introduced.add(agent.id());
  }

  /** Whether it did so since its last socket. */
  boolean isFresh(Party party) {
    return introduced.remove(party.id());
  }

  /**
   * Whether there is room for one more.
   *
   * @throws ApiError 409 or 429
   */
  synchronized void require(Party party, Conflict conflict) {
    int own = byParty.getOrDefault(party.id(), Set.of()).size();
    boolean agent = party.type() == PartyType.AGENT;
    if (agent && own > 0 && conflict == Conflict.REJECT) {
      throw ApiError.refusedUpgrade(
          409, "connection_conflict", "this agent is connected already; its socket stays");
    }
    if (open >= MOST + (agent ? own : 0) || (!agent && own >= MOST_OF_USER)) {
      throw ApiError.tooMany("expected at most " + MOST + " sockets, " + MOST_OF_USER + " a user");
    }
  }

  /** Takes in an open socket; an agent's other one ends. */
  void open(Connection connection) {
    List<Connection> superseded = new ArrayList<>();
    synchronized (this) {
      Set<Connection> own =
          byParty.computeIfAbsent(connection.party().id(), _ -> new LinkedHashSet<>());
      if (connection.party().type() == PartyType.AGENT) {
        superseded.addAll(own);
        open -= own.size();
        own.clear();
      }
      own.add(connection);
      open++;
    }
    superseded.forEach(old -> old.supersede(connection.id()));
  }

  /** Forgets a socket that has ended. */
  synchronized void closed(Connection connection) {
    Set<Connection> own = byParty.get(connection.party().id());
    if (own != null && own.remove(connection)) {
      open--;
      if (own.isEmpty()) {
        byParty.remove(connection.party().id());
      }
    }
  }

  /** How many are open. */
  synchronized int count() {
    return open;
  }

  /** Tells somebody on each of their sockets that has joined the topic. */
  void tell(UUID party, Topic topic, String event, ObjectNode payload) {
    for (Connection each : of(party)) {
      each.tell(topic, event, payload);
    }
  }

  private synchronized List<Connection> of(UUID party) {
    return List.copyOf(byParty.getOrDefault(party, Set.of()));
  }

  private synchronized Set<Connection> all() {
    Set<Connection> all = new HashSet<>();
    byParty.values().forEach(all::addAll);
    return all;
  }

  /** Ends those that were silent for too long, and those whose key is gone. */
  void sweep(Instant now, Predicate<Party> known) {
    for (Connection each : all()) {
      if (!known.test(each.party())) {
        each.close(Connection.POLICY, "the key was removed");
      } else if (each.heard().plus(IDLE).isBefore(now)) {
        each.close(SILENT, "nothing was heard for " + IDLE.toSeconds() + " s");
      }
    }
  }

  /** Ends all, for a restart. */
  void close() {
    all().forEach(each -> each.close(RESTART, "restart"));
  }
}
