package dev.aegis.app.receive;

/**
 * Decompresses the <a
 * href="https://github.com/google/snappy/blob/main/format_description.txt">block format of
 * Snappy</a>, with every index checked: what is read comes from outside, and a decoder that trusts
 * it in the way fast ones do reads or writes beyond its memory.
 */
final class Snappy {
  private static final int LONGEST_VARINT = 5;

  private final byte[] in;
  private int at;
  private int filled;

  private Snappy(byte[] in) {
    this.in = in;
  }

  /**
   * The bytes that were compressed.
   *
   * @param most of them; the block says how many there are before anything is made
   * @throws MalformedException when it is no such block
   */
  static byte[] decompress(byte[] block, int most) {
    Snappy snappy = new Snappy(block);
    long length = snappy.length();
    if (length > most) {
      throw MalformedException.tooLarge(most, Long.toString(length));
    }
    byte[] out = new byte[(int) length];
    try {
      snappy.fill(out);
    } catch (IndexOutOfBoundsException e) {
      throw broken();
    }
    if (snappy.filled != out.length) {
      throw broken();
    }
    return out;
  }

  private long length() {
    long length = 0;
    for (int i = 0; i < LONGEST_VARINT && at < in.length; i++) {
      byte next = in[at++];
      length |= (next & 0x7fL) << (7 * i);
      if (next >= 0) {
        return length;
      }
    }
    throw broken();
  }

  private void fill(byte[] out) {
    while (at < in.length) {
      int tag = in[at++] & 0xff;
      switch (tag & 3) {
        case 0 -> literal(out, tag >>> 2);
        case 1 -> copy(out, 4 + (tag >>> 2 & 7), (tag & 0xe0) << 3 | bytes(1));
        case 2 -> copy(out, 1 + (tag >>> 2), bytes(2));
        default -> copy(out, 1 + (tag >>> 2), bytes(4));
      }
    }
  }

  private void literal(byte[] out, int code) {
    int length = 1 + (code < 60 ? code : bytes(code - 59));
    if (length <= 0 || length > in.length - at || length > out.length - filled) {
      throw broken();
    }
    System.arraycopy(in, at, out, filled, length);
    at += length;
    filled += length;
  }

  /** Repeats what was written; where source and target overlap, what is being written too. */
  private void copy(byte[] out, int length, int back) {
    if (back <= 0 || back > filled || length > out.length - filled) {
      throw broken();
    }
    if (back >= length) {
      System.arraycopy(out, filled - back, out, filled, length);
      filled += length;
      return;
    }
    for (int i = 0; i < length; i++, filled++) {
      out[filled] = out[filled - back];
    }
  }

  /** Little-endian; may be negative for four bytes, which no length or distance is. */
  private int bytes(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value |= (in[at++] & 0xff) << (8 * i);
    }
    return value;
  }

  private static MalformedException broken() {
    return new MalformedException("expected a block of Snappy, found bytes that are none");
  }
}
