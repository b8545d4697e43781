package dev.aegis.app.receive;

import dev.aegis.telemetry.Span;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Spans of <a href="https://opentelemetry.io/docs/specs/otlp/">OTLP</a> 1.x (<a
 * href="https://github.com/open-telemetry/opentelemetry-proto">trace/v1</a>). Thread-safe where the
 * sink is.
 */
public final class OtlpSpans {
  private static final int RESOURCES = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int RESOURCE = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int SCOPES = ProtoReader.field(2, ProtoReader.BYTES);
  private static final int SPAN = ProtoReader.field(2, ProtoReader.BYTES);
  private static final int TRACE = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int ID = ProtoReader.field(2, ProtoReader.BYTES);
  private static final int PARENT = ProtoReader.field(4, ProtoReader.BYTES);
  private static final int NAME = ProtoReader.field(5, ProtoReader.BYTES);
  private static final int KIND = ProtoReader.field(6, ProtoReader.VARINT);
  private static final int START = ProtoReader.field(7, ProtoReader.FIXED64);
  private static final int END = ProtoReader.field(8, ProtoReader.FIXED64);
  private static final int ATTRIBUTE = ProtoReader.field(9, ProtoReader.BYTES);
  private static final int STATUS = ProtoReader.field(15, ProtoReader.BYTES);
  private static final int STATUS_CODE = ProtoReader.field(3, ProtoReader.VARINT);

  private static final int TRACE_BYTES = 16;
  private static final int ID_BYTES = 8;
  private static final long OF_SERVER = 2;
  private static final long OF_CLIENT = 3;
  private static final long ERROR = 2;
  private static final long NANOS_PER_MICRO = 1_000;

  /** Names of whom a client called, the one that says most first. */
  private static final String[] PEERS = {
    "peer.service", "server.address", "db.system.name", "db.system"
  };

  private static final String[] HTTP_STATUS = {"http.response.status_code", "http.status_code"};

  private OtlpSpans() {}

  /** On which side of a call a span is. */
  public enum Side {
    SERVER,
    CLIENT,
    NEITHER
  }

  /** Takes one span; its words are as they came. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes it.
     *
     * @param who the labels of the process that worked, as its metrics have them
     */
    void span(Map<String, String> who, Side side, Span span);
  }

  /**
   * What became of an export.
   *
   * @param spans handed on
   * @param refused those without ids of their own, or without an end after their start
   */
  public record Taken(long spans, long refused) {}

  /**
   * Takes an {@code ExportTraceServiceRequest}.
   *
   * @throws MalformedException when it is none; the spans before the fault were handed on
   */
  public static Taken accept(byte[] message, Sink sink) {
    ProtoReader in = new ProtoReader(message, 0, message.length);
    Turn turn = new Turn(in, sink);
    in.each(RESOURCES, turn::resource);
    return new Taken(turn.spans, turn.refused);
  }

  /** One request being read. */
  private static final class Turn {
    private final ProtoReader in;
    private final Sink sink;
    private Map<String, String> who = Map.of();
    private long spans;
    private long refused;

    Turn(ProtoReader in, Sink sink) {
      this.in = in;
      this.sink = sink;
    }

    private void resource() {
      int start = in.at();
      who = OtlpAttributes.identity(Map.of());
      in.each(RESOURCE, () -> who = OtlpAttributes.identity(OtlpAttributes.resource(in)));
      in.go(start);
      in.each(SCOPES, () -> in.each(SPAN, this::span));
    }

    private void span() {
      Read read = new Read();
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        read.field(in, tag);
      }
      if (read.whole()) {
        spans++;
        Side side = read.side();
        sink.span(who, side, read.span(who.getOrDefault("service", ""), side));
      } else {
        refused++;
      }
    }
  }

  /** What is read of one span. */
  private static final class Read {
    private String trace = "";
    private String id = "";
    private String parent = "";
    private String name = "";
    private long kind;
    private long start;
    private long end;
    private boolean error;
    private final Map<String, String> attributes = new HashMap<>();

    void field(ProtoReader in, int tag) {
      if (tag == TRACE) {
        trace = id(in, TRACE_BYTES);
      } else if (tag == ID) {
        id = id(in, ID_BYTES);
      } else if (tag == PARENT) {
        parent = id(in, ID_BYTES);
      } else if (tag == NAME) {
        name = in.text();
      } else if (tag == KIND) {
        kind = in.varint();
      } else if (tag == START) {
        start = in.fixed64();
      } else if (tag == END) {
        end = in.fixed64();
      } else if (tag == ATTRIBUTE) {
        int outer = in.enter();
        OtlpAttributes.pair(in, attributes);
        in.leave(outer);
      } else if (tag == STATUS) {
        int outer = in.enter();
        status(in);
        in.leave(outer);
      } else {
        in.skip(tag);
      }
    }

    private void status(ProtoReader in) {
      for (int part = in.tag(); part != 0; part = in.tag()) {
        if (part == STATUS_CODE) {
          error = in.varint() == ERROR;
        } else {
          in.skip(part);
        }
      }
    }

    /** In hex; empty where it has not so many bytes, or all of them are zero. */
    private static String id(ProtoReader in, int bytes) {
      int length = in.length();
      int from = in.at();
      in.go(from + length);
      if (length != bytes || isZero(in.bytes, from, from + length)) {
        return "";
      }
      return HexFormat.of().formatHex(in.bytes, from, from + length);
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
      return Arrays.equals(bytes, from, to, new byte[to - from], 0, to - from);
    }

    boolean whole() {
      return !trace.isEmpty() && !id.isEmpty() && start > 0 && end >= start;
    }

    Side side() {
      return kind == OF_SERVER ? Side.SERVER : kind == OF_CLIENT ? Side.CLIENT : Side.NEITHER;
    }

    Span span(String service, Side side) {
      return new Span(
          trace,
          id,
          parent,
          service,
          name,
          side == Side.CLIENT ? first(PEERS) : "",
          start / NANOS_PER_MICRO,
          (end - start) / NANOS_PER_MICRO,
          failed());
    }

    /** A client marks an answer such as 404 as an error, which the callee did not fail at. */
    private boolean failed() {
      String status = first(HTTP_STATUS);
      return status.matches("[1-5][0-9]{2}")
          ? status.charAt(0) == '5' || (error && status.charAt(0) != '4')
          : error;
    }

    private String first(String[] names) {
      for (String each : names) {
        String value = attributes.getOrDefault(each, "");
        if (!value.isEmpty()) {
          return value;
        }
      }
      return "";
    }
  }
}
