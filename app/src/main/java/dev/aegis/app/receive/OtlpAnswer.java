package dev.aegis.app.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of an export, as OTLP answers it.
 *
 * @param rejected 0 or more that were not kept
 * @param why empty where all was kept
 */
public record OtlpAnswer(long rejected, String why) {
  /** All was kept. */
  public static final OtlpAnswer KEPT = new OtlpAnswer(0, "");

  /** In JSON; items are what was exported. */
  public byte[] json(OtlpJson.Export export) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (!equals(KEPT)) {
      answer
          .putObject("partialSuccess")
          .put(export.rejected(), Long.toString(rejected))
          .put("errorMessage", why);
    }
    return answer.toString().getBytes(UTF_8);
  }

  /** In Protocol Buffers. */
  public byte[] protobuf() {
    if (equals(KEPT)) {
      return new byte[0];
    }
    ByteArrayOutputStream inside = new ByteArrayOutputStream();
    inside.write(ProtoReader.field(1, ProtoReader.VARINT));
    varint(inside, rejected);
    text(inside, 2, why);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.write(ProtoReader.field(1, ProtoReader.BYTES));
    varint(answer, inside.size());
    answer.writeBytes(inside.toByteArray());
    return answer.toByteArray();
  }

  /** A {@code google.rpc.Status} in JSON. */
  public static byte[] statusJson(int code, String message) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("code", code)
        .put("message", message)
        .toString()
        .getBytes(UTF_8);
  }

  /** A {@code google.rpc.Status}. */
  public static byte[] status(int code, String message) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.write(ProtoReader.field(1, ProtoReader.VARINT));
    varint(answer, code);
    text(answer, 2, message);
    return answer.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, int field, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.write(ProtoReader.field(field, ProtoReader.BYTES));
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
