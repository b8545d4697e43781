package dev.aegis.app.band;

import dev.aegis.app.band.wire.Frame;
import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.band.wire.Topic;
import dev.aegis.app.band.wire.WireJson;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * One open socket: the topics that it has joined, and what is told to it. Frames come from one
 * thread, what is told from any.
 */
public final class Connection {
  /** Topics of one socket. */
  static final int MOST_TOPICS = 3_000;

  /** Frames that are none, in a row, before the line is ended. */
  private static final int MOST_WRONG = 10;

  static final int POLICY = 1008;

  private static final int TRY_LATER = 1013;

  private final Party party;
  private final UUID id;
  private final Line line;
  private final Greeter greeter;
  private final BooleanSupplier pace;
  private final InstantSource clock;
  private final boolean fresh;
  private final Map<String, String> joins = new ConcurrentHashMap<>();
  private final Map<String, Boolean> everJoined = new ConcurrentHashMap<>();
  private volatile Instant heard;
  private int wrong;

  /** Knows what may be joined, and what is told first. */
  interface Greeter {
    /** Why somebody may not join a topic; empty where they may. */
    String refusal(Party party, Topic topic);

    /**
     * Does what belongs to a join, before anything else is told.
     *
     * @param again whether what is open has to be told, since nobody will ask for it
     */
    void joined(Connection connection, Topic topic, Runnable reply, boolean again);
  }

  /**
   * @param pace whether one more frame may come now
   * @param fresh whether its owner has just started, and will ask for the backlog itself
   */
  Connection(
      Party party,
      UUID id,
      Line line,
      Greeter greeter,
      BooleanSupplier pace,
      InstantSource clock,
      boolean fresh) {
    this.party = party;
    this.id = id;
    this.line = line;
    this.greeter = greeter;
    this.pace = pace;
    this.clock = clock;
    this.fresh = fresh;
    this.heard = clock.instant();
  }

  Party party() {
    return party;
  }

  UUID id() {
    return id;
  }

  /** When a frame came last. */
  Instant heard() {
    return heard;
  }

  /** Takes a text frame. */
  public void heard(String text) {
    heard = clock.instant();
    if (!pace.getAsBoolean()) {
      close(TRY_LATER, "too many frames");
      return;
    }
    Frame frame = Frame.parse(text).orElse(null);
    if (frame == null) {
      if (++wrong >= MOST_WRONG) {
        close(POLICY, "expected frames of Phoenix V2");
      }
      return;
    }
    wrong = 0;
    switch (frame.event()) {
      case Frame.HEARTBEAT -> line.send(frame.ok().text());
      case Frame.JOIN -> join(frame);
      case Frame.LEAVE -> leave(frame);
      default -> line.send(frame.refused("nothing is published here: " + party.name()).text());
    }
  }

  private void join(Frame frame) {
    Topic topic = Topic.parse(frame.topic()).orElse(null);
    String refusal = topic == null ? "unmatched topic" : refusal(topic);
    if (topic == null || !refusal.isEmpty()) {
      line.send(frame.refused(refusal).text());
      return;
    }
    boolean before = everJoined.put(frame.topic(), true) != null;
    greeter.joined(
        this,
        topic,
        () -> {
          joins.put(frame.topic(), Objects.requireNonNullElse(frame.joinRef(), ""));
          line.send(frame.ok().text());
        },
        before || !fresh);
  }

  private String refusal(Topic topic) {
    return joins.size() >= MOST_TOPICS
        ? "expected at most " + MOST_TOPICS + " topics on a socket"
        : greeter.refusal(party, topic);
  }

  private void leave(Frame frame) {
    String joinRef = joins.remove(frame.topic());
    line.send(frame.ok().text());
    if (joinRef != null) {
      line.send(frame.closed().text());
    }
  }

  /** Pushes an event to this socket, where it has joined the topic. */
  void tell(Topic topic, String event, ObjectNode payload) {
    String joinRef = joins.get(topic.name());
    if (joinRef != null) {
      line.send(
          Frame.push(joinRef.isEmpty() ? null : joinRef, topic.name(), event, payload).text());
    }
  }

  /** Says that another socket of this agent takes its place, and ends. */
  void supersede(UUID by) {
    if (party.type() == PartyType.AGENT) {
      ObjectNode payload = WireJson.object().put("reason", "session.already_connected");
      payload.put("message", "another connection of this agent took its place");
      payload.put("retryable", false).put("retry_after", 0);
      payload.put("target_socket_id", id.toString()).put("correlation_id", by.toString());
      tell(new Topic(Topic.Kind.AGENT_CONTROL, party.id()), "supersede", payload);
    }
    close(POLICY, "session.already_connected");
  }

  void close(int code, String reason) {
    line.close(code, reason);
  }
}
