package dev.aegis.app.receive;

import static dev.aegis.app.receive.OtlpFields.Kind.BASE64;
import static dev.aegis.app.receive.OtlpFields.Kind.BOOL;
import static dev.aegis.app.receive.OtlpFields.Kind.DOUBLE;
import static dev.aegis.app.receive.OtlpFields.Kind.FIXED64;
import static dev.aegis.app.receive.OtlpFields.Kind.HEX;
import static dev.aegis.app.receive.OtlpFields.Kind.PACKED_DOUBLE;
import static dev.aegis.app.receive.OtlpFields.Kind.PACKED_FIXED64;
import static dev.aegis.app.receive.OtlpFields.Kind.PACKED_VARINT;
import static dev.aegis.app.receive.OtlpFields.Kind.SIGNED;
import static dev.aegis.app.receive.OtlpFields.Kind.TEXT;
import static dev.aegis.app.receive.OtlpFields.Kind.VARINT;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The messages of <a href="https://github.com/open-telemetry/opentelemetry-proto">OTLP</a> 1.x as
 * far as they are read: names of their fields in JSON, with number and kind.
 */
final class OtlpFields {
  static final Form METRICS;
  static final Form LOGS;
  static final Form TRACES;

  /** What a field holds. */
  enum Kind {
    MESSAGE,
    TEXT,
    HEX,
    BASE64,
    BOOL,
    VARINT,
    SIGNED,
    FIXED64,
    DOUBLE,
    PACKED_FIXED64,
    PACKED_DOUBLE,
    PACKED_VARINT
  }

  /**
   * A field.
   *
   * @param inside the form of a message; {@code null} for every other kind
   */
  record Field(String name, int number, Kind kind, @Nullable Form inside) {
    Form form() {
      return Objects.requireNonNull(inside);
    }
  }

  /** A message. */
  static final class Form {
    private final Map<String, Field> fields = new HashMap<>();

    private Form with(String name, int number, Kind kind) {
      fields.put(name, new Field(name, number, kind, null));
      return this;
    }

    private Form with(String name, int number, Form inside) {
      fields.put(name, new Field(name, number, Kind.MESSAGE, inside));
      return this;
    }

    /** The field of this name; {@code null} where nobody reads it. */
    @Nullable Field field(String name) {
      return fields.get(name);
    }
  }

  static {
    Form value =
        new Form()
            .with("stringValue", 1, TEXT)
            .with("boolValue", 2, BOOL)
            .with("intValue", 3, VARINT)
            .with("doubleValue", 4, DOUBLE)
            .with("bytesValue", 7, BASE64);
    Form attribute = new Form().with("key", 1, TEXT).with("value", 2, value);
    Form resource = new Form().with("attributes", 1, attribute);
    METRICS = metrics(resource, attribute);
    LOGS = logs(resource, attribute, value);
    TRACES = traces(resource, attribute);
  }

  private OtlpFields() {}

  private static Form metrics(Form resource, Form attribute) {
    Form number =
        new Form()
            .with("startTimeUnixNano", 2, FIXED64)
            .with("timeUnixNano", 3, FIXED64)
            .with("asDouble", 4, DOUBLE)
            .with("asInt", 6, FIXED64)
            .with("attributes", 7, attribute)
            .with("flags", 8, VARINT);
    Form explicit =
        new Form()
            .with("startTimeUnixNano", 2, FIXED64)
            .with("timeUnixNano", 3, FIXED64)
            .with("count", 4, FIXED64)
            .with("sum", 5, DOUBLE)
            .with("bucketCounts", 6, PACKED_FIXED64)
            .with("explicitBounds", 7, PACKED_DOUBLE)
            .with("attributes", 9, attribute)
            .with("flags", 10, VARINT);
    Form buckets = new Form().with("offset", 1, SIGNED).with("bucketCounts", 2, PACKED_VARINT);
    Form exponential =
        new Form()
            .with("attributes", 1, attribute)
            .with("startTimeUnixNano", 2, FIXED64)
            .with("timeUnixNano", 3, FIXED64)
            .with("count", 4, FIXED64)
            .with("sum", 5, DOUBLE)
            .with("scale", 6, SIGNED)
            .with("zeroCount", 7, FIXED64)
            .with("positive", 8, buckets)
            .with("negative", 9, buckets)
            .with("flags", 10, VARINT);
    Form metric =
        new Form()
            .with("name", 1, TEXT)
            .with("unit", 3, TEXT)
            .with("gauge", 5, points(number))
            .with("sum", 7, points(number).with("isMonotonic", 3, BOOL))
            .with("histogram", 9, points(explicit))
            .with("exponentialHistogram", 10, points(exponential))
            .with("summary", 11, new Form());
    return export("resourceMetrics", "scopeMetrics", "metrics", resource, metric);
  }

  private static Form points(Form point) {
    return new Form().with("dataPoints", 1, point).with("aggregationTemporality", 2, VARINT);
  }

  private static Form logs(Form resource, Form attribute, Form value) {
    Form line =
        new Form()
            .with("timeUnixNano", 1, FIXED64)
            .with("severityNumber", 2, VARINT)
            .with("severityText", 3, TEXT)
            .with("body", 5, value)
            .with("attributes", 6, attribute)
            .with("observedTimeUnixNano", 11, FIXED64);
    return export("resourceLogs", "scopeLogs", "logRecords", resource, line);
  }

  private static Form traces(Form resource, Form attribute) {
    Form span =
        new Form()
            .with("traceId", 1, HEX)
            .with("spanId", 2, HEX)
            .with("parentSpanId", 4, HEX)
            .with("name", 5, TEXT)
            .with("kind", 6, VARINT)
            .with("startTimeUnixNano", 7, FIXED64)
            .with("endTimeUnixNano", 8, FIXED64)
            .with("attributes", 9, attribute)
            .with("status", 15, new Form().with("message", 2, TEXT).with("code", 3, VARINT));
    return export("resourceSpans", "scopeSpans", "spans", resource, span);
  }

  /** Every export is a list of resources with scopes with items. */
  private static Form export(
      String resources, String scopes, String items, Form resource, Form item) {
    Form scope = new Form().with(items, 2, item);
    return new Form()
        .with(resources, 1, new Form().with("resource", 1, resource).with(scopes, 2, scope));
  }
}
