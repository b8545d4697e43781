package dev.aegis.app.receive;

import java.util.Map;

/**
 * Log records of <a href="https://opentelemetry.io/docs/specs/otlp/">OTLP</a> 1.x. Thread-safe
 * where the sink is.
 */
public final class OtlpLogs {
  private static final int RESOURCES = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int RESOURCE = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int SCOPES = ProtoReader.field(2, ProtoReader.BYTES);
  private static final int RECORD = ProtoReader.field(2, ProtoReader.BYTES);
  private static final int TIME = ProtoReader.field(1, ProtoReader.FIXED64);
  private static final int SEVERITY_NUMBER = ProtoReader.field(2, ProtoReader.VARINT);
  private static final int SEVERITY_TEXT = ProtoReader.field(3, ProtoReader.BYTES);
  private static final int BODY = ProtoReader.field(5, ProtoReader.BYTES);
  private static final int OBSERVED = ProtoReader.field(11, ProtoReader.FIXED64);

  private static final int WARN = 13;
  private static final int ERROR = 17;

  private OtlpLogs() {}

  /** Takes one line; its words are as they came. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes it.
     *
     * @param epochMillis 0 where it was not said
     * @param level ERROR, WARN or INFO by the severity's number, else its word
     */
    void line(long epochMillis, String service, String region, String level, String text);
  }

  /**
   * Takes an {@code ExportLogsServiceRequest}.
   *
   * @return lines
   * @throws MalformedException when it is none; the lines before the fault were handed on
   */
  public static long accept(byte[] message, Sink sink) {
    ProtoReader in = new ProtoReader(message, 0, message.length);
    long lines = 0;
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == RESOURCES) {
        int outer = in.enter();
        lines += resource(in, sink);
        in.leave(outer);
      } else {
        in.skip(tag);
      }
    }
    return lines;
  }

  private static long resource(ProtoReader in, Sink sink) {
    int start = in.at();
    Map<String, String> attributes = Map.of();
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == RESOURCE) {
        int outer = in.enter();
        attributes = OtlpAttributes.resource(in);
        in.leave(outer);
      } else {
        in.skip(tag);
      }
    }
    in.go(start);
    long lines = 0;
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == SCOPES) {
        int outer = in.enter();
        lines += scope(in, attributes, sink);
        in.leave(outer);
      } else {
        in.skip(tag);
      }
    }
    return lines;
  }

  private static long scope(ProtoReader in, Map<String, String> attributes, Sink sink) {
    long lines = 0;
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == RECORD) {
        int outer = in.enter();
        line(in, attributes, sink);
        in.leave(outer);
        lines++;
      } else {
        in.skip(tag);
      }
    }
    return lines;
  }

  private static void line(ProtoReader in, Map<String, String> attributes, Sink sink) {
    long time = 0;
    long observed = 0;
    long severity = 0;
    String word = "";
    String body = "";
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == TIME) {
        time = in.fixed64();
      } else if (tag == OBSERVED) {
        observed = in.fixed64();
      } else if (tag == SEVERITY_NUMBER) {
        severity = in.varint();
      } else if (tag == SEVERITY_TEXT) {
        word = in.text();
      } else if (tag == BODY) {
        int outer = in.enter();
        body = OtlpAttributes.value(in);
        in.leave(outer);
      } else {
        in.skip(tag);
      }
    }
    sink.line(
        Long.divideUnsigned(time == 0 ? observed : time, 1_000_000),
        attributes.getOrDefault("service.name", ""),
        attributes.getOrDefault("cloud.region", ""),
        severity == 0 ? word : severity >= ERROR ? "ERROR" : severity >= WARN ? "WARN" : "INFO",
        body);
  }
}
