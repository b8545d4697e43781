package dev.aegis.app.receive;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks the <a href="https://protobuf.dev/programming-guides/encoding/">wire format of Protocol
 * Buffers</a> where it lies, without making an object of anything. Every read is checked against
 * the end of the message it is in; a field that nobody asks for is skipped. One thread.
 */
final class ProtoReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  private static final int LONGEST_VARINT = 10;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final byte[] bytes;
  private int at;
  private int end;

  ProtoReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  int at() {
    return at;
  }

  /** Where the message being read ends. */
  int end() {
    return end;
  }

  /** Field and wire type of the next field; 0 at the end of the message. */
  int tag() {
    if (at == end) {
      return 0;
    }
    long tag = varint();
    if (tag >>> 3 == 0 || tag >>> 32 != 0) {
      throw broken("a field with the number " + (tag >>> 3));
    }
    return (int) tag;
  }

  long varint() {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      if (at == end) {
        throw broken("the end inside a number");
      }
      byte next = bytes[at++];
      value |= (next & 0x7fL) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw broken("a number of more than ten bytes");
  }

  long fixed64() {
    if (end - at < Long.BYTES) {
      throw broken("the end inside a number");
    }
    long value = (long) LONGS.get(bytes, at);
    at += Long.BYTES;
    return value;
  }

  double float64() {
    return Double.longBitsToDouble(fixed64());
  }

  /** Goes into a message: reads end with it until {@link #leave} is given what this returns. */
  int enter() {
    int outer = end;
    int length = length();
    end = at + length;
    return outer;
  }

  /** Goes on behind the message that was entered. */
  void leave(int outer) {
    at = end;
    end = outer;
  }

  /** Goes into every message of one field; the others are skipped. */
  void each(int field, Runnable inside) {
    for (int tag = tag(); tag != 0; tag = tag()) {
      if (tag == field) {
        int outer = enter();
        inside.run();
        leave(outer);
      } else {
        skip(tag);
      }
    }
  }

  /** Skips a text or message and gives where it ended; it began at {@link #at} before that. */
  int skipBytes() {
    int length = length();
    at += length;
    return at;
  }

  /** Moves behind the length of a text; it begins {@link #at} and has so many bytes. */
  int length() {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw broken("a part of " + length + " bytes where " + (end - at) + " are left");
    }
    return (int) length;
  }

  String text() {
    int length = length();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  void skip(int tag) {
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED64 -> fixed64();
      case BYTES -> skipBytes();
      case FIXED32 -> {
        if (end - at < Integer.BYTES) {
          throw broken("the end inside a number");
        }
        at += Integer.BYTES;
      }
      default -> throw broken("the wire type " + (tag & 7));
    }
  }

  void go(int to) {
    at = to;
  }

  /** The field with its wire type, as {@link #tag} gives it. */
  static int field(int number, int type) {
    return number << 3 | type;
  }

  private static MalformedException broken(String found) {
    return new MalformedException("expected a message of Protocol Buffers, found " + found);
  }
}
