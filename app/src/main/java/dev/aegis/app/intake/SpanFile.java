package dev.aegis.app.intake;

import dev.aegis.telemetry.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads traces, one JSON object a line: a span with its names as most tools write them, or an
 * {@code ExportTraceServiceRequest} of OTLP as the Collector's file exporter writes it
 * (opentelemetry-proto, trace/v1). Lines that are neither are counted.
 */
final class SpanFile {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxStringLength(1 << 20)
                          .maxNumberLength(200)
                          .build())
                  .build())
          .build();

  private final Tally tally;
  private final Consumer<Span> sink;
  private final Timestamps timestamps = new Timestamps();
  private long count;

  SpanFile(Tally tally, Consumer<Span> sink) {
    this.tally = tally;
    this.sink = sink;
  }

  /** The first line of a file that says something, as far as this much of it goes. */
  static String firstLine(byte[] head) {
    return new String(head, StandardCharsets.UTF_8).stripLeading().lines().findFirst().orElse("");
  }

  /** Whether the first line of a file is a span, or holds some. */
  static boolean describes(String line) {
    boolean own = line.contains("\"span_id\"") || line.contains("\"spanId\"");
    boolean traced = line.contains("\"trace_id\"") || line.contains("\"traceId\"");
    boolean timed = line.contains("uration") || line.contains("nd_time") || line.contains("ndTime");
    return line.startsWith("{") && (line.contains("\"resourceSpans\"") || own && traced && timed);
  }

  /** Reads all lines; how many spans there were. */
  long read(Lines lines) throws IOException {
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (line.isBlank()) {
        continue;
      }
      try {
        line(JSON.readTree(line), lines.number());
      } catch (JacksonException e) {
        tally.count("lines that are no JSON object", lines.number());
      }
    }
    if (lines.tooLong() > 0) {
      tally.count("lines that are too long", lines.firstTooLong(), lines.tooLong());
    }
    return count;
  }

  private void line(JsonNode line, long number) {
    if (!line.isObject()) {
      tally.count("lines that are no JSON object", number);
    } else if (line.has("resourceSpans")) {
      for (JsonNode resource : line.path("resourceSpans")) {
        String service = attribute(resource.path("resource").path("attributes"), "service.name");
        for (JsonNode scope : resource.path("scopeSpans")) {
          for (JsonNode span : scope.path("spans")) {
            add(span, service, number);
          }
        }
      }
    } else {
      add(line, text(line, "service", "service.name", "service_name", "serviceName"), number);
    }
  }

  private void add(JsonNode span, String service, long number) {
    String trace = text(span, "trace_id", "traceId");
    String id = text(span, "span_id", "spanId");
    long start = micros(span, "start", "start_time", "startTime", "timestamp", "time", "ts");
    if (start < 0) {
      start = nanos(span, "startTimeUnixNano", "start_time_unix_nano");
    }
    long duration = duration(span, start);
    if (trace.isEmpty() || id.isEmpty() || start < 0 || duration < 0) {
      tally.count(
          start < 0
              ? "spans without a start that can be read"
              : duration < 0
                  ? "spans without a duration or an end after their start"
                  : "spans without a trace or an id of their own",
          number);
      return;
    }
    String parent = text(span, "parent_span_id", "parentSpanId", "parent_id", "parentId", "parent");
    sink.accept(
        new Span(
            trace,
            id,
            parent.matches("0*") ? "" : parent,
            service,
            text(span, "name", "operation", "operation_name", "operationName", "span_name"),
            /* peer= */ "",
            start,
            duration,
            failed(span)));
    count++;
  }

  private long duration(JsonNode span, long start) {
    double millis = number(span, "duration_ms", "durationMs", "duration_millis");
    if (millis >= 0) {
      return Math.round(millis * 1_000);
    }
    double micros = number(span, "duration_us", "durationUs", "duration_micros");
    if (micros >= 0) {
      return Math.round(micros);
    }
    double nanos = number(span, "duration_ns", "durationNanos", "duration_nanos");
    if (nanos >= 0) {
      return Math.round(nanos / 1_000);
    }
    long end = micros(span, "end", "end_time", "endTime");
    if (end < 0) {
      end = nanos(span, "endTimeUnixNano", "end_time_unix_nano");
    }
    return end < start || start < 0 ? -1 : end - start;
  }

  /** OTLP's status code 2 is an error; others write a word, a flag or an HTTP status. */
  private static boolean failed(JsonNode span) {
    JsonNode status = span.path("status");
    String said = status.isObject() ? text(status, "code") : text(span, "status", "status_code");
    String flag = text(span, "error", "is_error");
    return said.equalsIgnoreCase("error")
        || said.equalsIgnoreCase("failed")
        || said.equals("STATUS_CODE_ERROR")
        || said.equals("2")
        || said.matches("5\\d\\d")
        || flag.equalsIgnoreCase("true");
  }

  // ---- fields

  private static String text(JsonNode node, String... names) {
    for (String name : names) {
      JsonNode value = node.path(name);
      if (value.isValueNode() && !value.isNull()) {
        return CleanText.name(value.asString());
      }
    }
    return "";
  }

  private static double number(JsonNode node, String... names) {
    for (String name : names) {
      JsonNode value = node.path(name);
      if (value.isNumber() || value.isString()) {
        String digits = value.asString();
        double number = Decimal.parse(digits, 0, digits.length());
        if (number >= 0 && number < 1e15) {
          return number;
        }
      }
    }
    return -1;
  }

  /** A time as {@link Timestamps} reads it, to the millisecond; -1 where there is none. */
  private long micros(JsonNode node, String... names) {
    for (String name : names) {
      JsonNode value = node.path(name);
      if (value.isNumber() || value.isString()) {
        long millis = timestamps.parse(value.asString());
        if (millis != Timestamps.NONE) {
          return millis * 1_000;
        }
      }
    }
    return -1;
  }

  private static long nanos(JsonNode node, String... names) {
    for (String name : names) {
      String digits = node.path(name).isValueNode() ? node.path(name).asString() : "";
      if (digits.matches("\\d{16,19}")) {
        try {
          return Long.parseLong(digits) / 1_000;
        } catch (NumberFormatException e) {
          return -1;
        }
      }
    }
    return -1;
  }

  private static String attribute(JsonNode attributes, String name) {
    for (JsonNode attribute : attributes) {
      if (attribute.path("key").asString("").equals(name)) {
        return text(attribute.path("value"), "stringValue");
      }
    }
    return "";
  }
}
