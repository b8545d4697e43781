package dev.aegis.app.wire;

import dev.aegis.room.Handle;
import dev.aegis.room.Intent;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The wire form of a message: one JSON object on one line, in UTF-8.
 *
 * <pre>{@code
 * {"v":1,"room":"INC-2026-0001","seq":4,"id":"m-1f…","inReplyTo":"m-0a…","sender":"@validator",
 *  "mentions":["@commander"],"intent":"validation_result","text":"…","payload":{…},"ts":"2026-01-31T08:00:00Z"}
 * }</pre>
 *
 * <p>Fields are written in this order and read in any. Every field is there, but for those that are
 * {@code null} in memory ({@code inReplyTo}, {@code undo}, a decision's {@code action}, {@code
 * lookAgainAt}), which are left out. Constants have their wire name, or their name in lower case;
 * an action is told by {@code kind}; instants and durations are ISO 8601; a double is written with
 * the fewest digits that give the same double back. There is no NaN and no infinity.
 *
 * <p>Reading refuses what this version does not know (another {@code v}, an intent, a field, a
 * constant), what is missing or repeated, and what its record would refuse. It refuses with {@link
 * RoomException.Code#MALFORMED} and the place as a JSON pointer, and returns nothing half-read.
 *
 * <p>Written by hand over Jackson's tokeniser rather than by data binding. The names on the wire
 * stand in the source, so that a renamed component cannot change them, each refusal names its
 * place, and a short-lived command does not pay for a mapper it warms up for a few messages. A
 * property test over every permitted payload and action finds a field that was forgotten.
 *
 * <p>Stateless; safe for use by several threads.
 */
public final class RoomJson {
  /** The largest message, in bytes of UTF-8: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  private static final String A_HANDLE = "a handle such as @observer";

  private RoomJson() {}

  /**
   * The message on one line, without a line end.
   *
   * @throws RoomException MALFORMED for a number that is not finite or a message above {@link
   *     #MAX_BYTES}
   */
  public static String write(RoomMessage message) {
    return limited(
        Printer.line(out -> {
          out.count("v", message.wireVersion())
              .text("room", message.room().value())
              .count("seq", message.seq())
              .text("id", message.id().value());
          message.repliedTo().ifPresent(id -> out.text("inReplyTo", id.value()));
          out.text("sender", message.sender().name())
              .texts("mentions", message.mentions().stream().map(Handle::name).toList())
              .text("intent", message.intent().wire())
              .text("text", message.text())
              .object("payload", message.payload(), PayloadJson::write)
              .instant("ts", message.ts());
        }));
  }

  /**
   * The message on the line.
   *
   * @throws RoomException MALFORMED when it is not exactly the wire form of this version
   */
  public static RoomMessage read(String line) {
    return Fields.all("", Json.parse(limited(line)), RoomJson::message);
  }

  /**
   * The message in the bytes.
   *
   * @throws RoomException MALFORMED when they are not UTF-8 or not exactly the wire form
   */
  public static RoomMessage read(byte[] line) {
    return read(decoded(line));
  }

  /** A payload alone, on one line. Refuses what {@link #write} refuses. */
  public static String writePayload(Payload payload) {
    return limited(Printer.line(out -> PayloadJson.write(out, payload)));
  }

  /** The payload of an intent. Refuses what {@link #read(String)} refuses. */
  public static Payload readPayload(Intent intent, String line) {
    return Fields.all("", Json.parse(limited(line)), in -> PayloadJson.read(intent, in));
  }

  private static RoomMessage message(Fields in) {
    int version = in.count("v");
    if (version != RoomMessage.WIRE_VERSION) {
      throw new RoomException(
          RoomException.Code.MALFORMED,
          "at /v: expected wire version " + RoomMessage.WIRE_VERSION + ", found " + version);
    }
    RoomId room =
        in.value("room", "a room such as INC-2026-0001", text -> Optional.of(new RoomId(text)));
    long seq = in.longCount("seq");
    MessageId id = messageId(in, "id");
    MessageId inReplyTo = in.optional("inReplyTo", fields -> messageId(fields, "inReplyTo"));
    Handle sender = in.value("sender", A_HANDLE, text -> Optional.of(new Handle(text)));
    List<Handle> mentions = in.values("mentions", A_HANDLE, text -> Optional.of(new Handle(text)));
    Intent intent = in.value("intent", "an intent of this version", Intent::fromWire);
    String text = in.text("text");
    Payload payload = in.object("payload", fields -> PayloadJson.read(intent, fields));
    return new RoomMessage(
        version, room, seq, id, inReplyTo, sender, mentions, text, payload, in.instant("ts"));
  }

  private static MessageId messageId(Fields in, String name) {
    return in.value(name, "a message id", text -> Optional.of(new MessageId(text)));
  }

  private static String limited(String line) {
    int bytes = line.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new RoomException(
          RoomException.Code.MALFORMED,
          "expected a message of at most " + MAX_BYTES + " bytes, found " + bytes);
    }
    return line;
  }

  private static String decoded(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new RoomException(
          RoomException.Code.MALFORMED, "expected UTF-8, found bytes that are none", e);
    }
  }
}
