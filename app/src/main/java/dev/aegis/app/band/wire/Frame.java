package dev.aegis.app.band.wire;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One text frame of the socket: {@code [join_ref, ref, topic, event, payload]}, the serializer V2
 * of Phoenix channels. References are echoed as the text that came.
 *
 * @param joinRef which join of the topic it belongs to; {@code null} outside of one
 * @param ref what a reply answers; {@code null} for a push
 * @param topic such as {@code chat_room:ID}
 * @param event such as {@code phx_join}
 * @param payload always an object
 */
public record Frame(
    @Nullable String joinRef,
    @Nullable String ref,
    String topic,
    String event,
    ObjectNode payload) {
  /** The largest frame that is read, in characters. */
  public static final int MOST_CHARACTERS = 64 << 10;

  public static final String JOIN = "phx_join";
  public static final String LEAVE = "phx_leave";
  public static final String REPLY = "phx_reply";
  public static final String CLOSE = "phx_close";
  public static final String HEARTBEAT = "heartbeat";

  /** The topic of heartbeats. */
  public static final String PHOENIX = "phoenix";

  private static final int PARTS = 5;
  private static final int LONGEST_NAME = 200;

  public Frame {
    Objects.requireNonNull(topic);
    Objects.requireNonNull(event);
    payload = payload.deepCopy();
  }

  /** A frame from its text; empty where the text is none, or too long. */
  public static Optional<Frame> parse(String text) {
    if (text.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    JsonNode node = WireJson.parse(text).orElse(null);
    if (node == null || !node.isArray() || node.size() != PARTS) {
      return Optional.empty();
    }
    boolean named = isName(node.get(2)) && isName(node.get(3));
    boolean referenced = isReference(node.get(0)) && isReference(node.get(1));
    return named && referenced && node.get(4) instanceof ObjectNode payload
        ? Optional.of(
            new Frame(
                reference(node.get(0)),
                reference(node.get(1)),
                node.get(2).stringValue(),
                node.get(3).stringValue(),
                payload))
        : Optional.empty();
  }

  private static boolean isName(JsonNode node) {
    return node.isString()
        && !node.stringValue().isEmpty()
        && node.stringValue().length() <= LONGEST_NAME;
  }

  private static boolean isReference(JsonNode node) {
    return node.isNull() || (node.isString() && node.stringValue().length() <= LONGEST_NAME);
  }

  private static @Nullable String reference(JsonNode node) {
    return node.isNull() ? null : node.stringValue();
  }

  /** A push to whoever joined a topic under this reference. */
  public static Frame push(
      @Nullable String joinRef, String topic, String event, ObjectNode payload) {
    return new Frame(joinRef, null, topic, event, payload);
  }

  /** The reply that says yes. */
  public Frame ok() {
    return reply("ok", WireJson.object());
  }

  /** The reply that says no. */
  public Frame refused(String reason) {
    return reply("error", WireJson.object().put("reason", reason));
  }

  private Frame reply(String status, ObjectNode response) {
    ObjectNode body = WireJson.object().put("status", status);
    body.set("response", response);
    return new Frame(joinRef, ref, topic, REPLY, body);
  }

  /** Tells whoever leaves that the topic is closed for them. */
  public Frame closed() {
    return new Frame(joinRef, joinRef, topic, CLOSE, WireJson.object());
  }

  /** As it is sent. */
  public String text() {
    ArrayNode parts = WireJson.array();
    parts.add(joinRef).add(ref).add(topic).add(event).add(payload);
    return parts.toString();
  }
}
