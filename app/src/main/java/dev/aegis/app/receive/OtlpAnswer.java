package dev.aegis.app.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** The few messages that answer OTLP. */
public final class OtlpAnswer {
  private OtlpAnswer() {}

  /**
   * What became of an export: empty where all was kept, else how many were not and why.
   *
   * @param rejected 0 or more
   */
  public static byte[] partial(long rejected, String why) {
    if (rejected == 0 && why.isEmpty()) {
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
