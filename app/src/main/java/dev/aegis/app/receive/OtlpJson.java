package dev.aegis.app.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.receive.OtlpFields.Form;
import dev.aegis.app.receive.OtlpFields.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * OTLP in JSON, written again as Protocol Buffers, so that one reader reads both (<a
 * href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">the encoding</a>: names
 * in camel case, enums as numbers, whole numbers of 64 bits as text, ids in hex). Fields that
 * nobody reads are skipped. Thread-safe.
 */
public final class OtlpJson {
  private static final int DEPTH = 32;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4 * DEPTH)
                  .maxStringLength(1 << 20)
                  .maxNameLength(4_096)
                  .maxNumberLength(64)
                  .maxTokenCount(20_000_000)
                  .build())
          .build();

  private final JsonParser in;

  private OtlpJson(JsonParser in) {
    this.in = in;
  }

  /** What is exported. */
  public enum Export {
    METRICS("rejectedDataPoints"),
    LOGS("rejectedLogRecords"),
    TRACES("rejectedSpans");

    private final String rejected;

    Export(String rejected) {
      this.rejected = rejected;
    }

    private Form form() {
      return switch (this) {
        case METRICS -> OtlpFields.METRICS;
        case LOGS -> OtlpFields.LOGS;
        case TRACES -> OtlpFields.TRACES;
      };
    }

    /** What an answer calls those that were not kept. */
    String rejected() {
      return rejected;
    }
  }

  /**
   * The same export in Protocol Buffers.
   *
   * @throws MalformedException when it is none in JSON
   */
  public static byte[] protobuf(byte[] json, Export export) {
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedException("expected a JSON object, found something else");
      }
      byte[] message = new OtlpJson(in).message(export.form(), 0);
      if (in.nextToken() != null) {
        throw new MalformedException("expected one JSON object, found more behind it");
      }
      return message;
    } catch (JacksonException e) {
      throw new MalformedException("expected JSON within limits, found something else");
    }
  }

  private byte[] message(Form form, int depth) {
    if (depth > DEPTH) {
      throw new MalformedException("expected at most " + DEPTH + " messages inside one another");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      OtlpFields.Field field = form.field(in.currentName());
      JsonToken value = in.nextToken();
      if (field == null || value == JsonToken.VALUE_NULL) {
        in.skipChildren();
      } else if (field.kind() == Kind.PACKED_FIXED64 || field.kind() == Kind.PACKED_DOUBLE) {
        bytes(out, field.number(), packed(field, value));
      } else if (field.kind() == Kind.PACKED_VARINT) {
        bytes(out, field.number(), packed(field, value));
      } else if (value == JsonToken.START_ARRAY) {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          field(out, field, depth);
        }
      } else {
        field(out, field, depth);
      }
    }
    return out.toByteArray();
  }

  /** One value, whose token is the current one. */
  private void field(ByteArrayOutputStream out, OtlpFields.Field field, int depth) {
    switch (field.kind()) {
      case MESSAGE -> {
        if (in.currentToken() != JsonToken.START_OBJECT) {
          throw wrong(field, "an object");
        }
        bytes(out, field.number(), message(field.form(), depth + 1));
      }
      case TEXT -> bytes(out, field.number(), text(field).getBytes(UTF_8));
      case HEX -> bytes(out, field.number(), hex(field));
      case BASE64 -> bytes(out, field.number(), base64(field));
      case BOOL -> {
        tag(out, field.number(), ProtoReader.VARINT);
        varint(out, flag(field) ? 1 : 0);
      }
      case VARINT -> {
        tag(out, field.number(), ProtoReader.VARINT);
        varint(out, whole(field));
      }
      case SIGNED -> {
        long value = whole(field);
        tag(out, field.number(), ProtoReader.VARINT);
        varint(out, value << 1 ^ value >> 63);
      }
      case FIXED64 -> {
        tag(out, field.number(), ProtoReader.FIXED64);
        fixed64(out, whole(field));
      }
      case DOUBLE -> {
        tag(out, field.number(), ProtoReader.FIXED64);
        fixed64(out, Double.doubleToRawLongBits(real(field)));
      }
      case PACKED_FIXED64, PACKED_DOUBLE, PACKED_VARINT -> throw wrong(field, "a list");
    }
  }

  private byte[] packed(OtlpFields.Field field, JsonToken value) {
    if (value != JsonToken.START_ARRAY) {
      throw wrong(field, "a list");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      switch (field.kind()) {
        case PACKED_DOUBLE -> fixed64(out, Double.doubleToRawLongBits(real(field)));
        case PACKED_VARINT -> varint(out, whole(field));
        default -> fixed64(out, whole(field));
      }
    }
    return out.toByteArray();
  }

  private String text(OtlpFields.Field field) {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong(field, "text");
    }
    return in.getString();
  }

  private byte[] hex(OtlpFields.Field field) {
    try {
      return HexFormat.of().parseHex(text(field));
    } catch (IllegalArgumentException e) {
      throw wrong(field, "hex digits");
    }
  }

  private byte[] base64(OtlpFields.Field field) {
    try {
      return Base64.getDecoder().decode(text(field));
    } catch (IllegalArgumentException e) {
      throw wrong(field, "base64");
    }
  }

  private boolean flag(OtlpFields.Field field) {
    if (in.currentToken() != JsonToken.VALUE_TRUE && in.currentToken() != JsonToken.VALUE_FALSE) {
      throw wrong(field, "true or false");
    }
    return in.currentToken() == JsonToken.VALUE_TRUE;
  }

  /** A number, or one as text: JSON has no whole numbers of 64 bits. */
  private long whole(OtlpFields.Field field) {
    try {
      if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
          || in.currentToken() == JsonToken.VALUE_STRING) {
        String digits = in.getString();
        return digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits);
      }
    } catch (NumberFormatException e) {
      // Refused below, as what is none.
    }
    throw wrong(field, "a whole number");
  }

  private double real(OtlpFields.Field field) {
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return Double.parseDouble(in.getString());
    }
    return switch (token == JsonToken.VALUE_STRING ? in.getString() : "") {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw wrong(field, "a number");
    };
  }

  private static MalformedException wrong(OtlpFields.Field field, String expected) {
    return new MalformedException(
        "expected " + expected + " for " + field.name() + ", found something else");
  }

  private static void bytes(ByteArrayOutputStream out, int number, byte[] value) {
    tag(out, number, ProtoReader.BYTES);
    varint(out, value.length);
    out.writeBytes(value);
  }

  private static void tag(ByteArrayOutputStream out, int number, int type) {
    varint(out, ProtoReader.field(number, type));
  }

  private static void fixed64(ByteArrayOutputStream out, long value) {
    out.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
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
