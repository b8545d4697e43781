package dev.aegis.app.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpServer;
import dev.aegis.app.receive.OtlpJson;
import dev.aegis.app.receive.OtlpSpans;
import dev.aegis.app.testkit.Repository;
import dev.aegis.app.tracing.IncidentTrace.Work;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.room.RoomMessage;
import dev.aegis.telemetry.Span;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The leak's record as a trace, and what a collector gets of it. */
class IncidentTraceTest {
  private static final Pattern ID =
      Pattern.compile("\"(traceId|spanId|parentSpanId)\":\"([0-9a-f]*)\"");

  private final List<RoomMessage> log = leak();

  private static List<RoomMessage> leak() {
    Path room =
        Repository.here().root().resolve("app/src/test/resources/golden/stories/leak/room.jsonl");
    try {
      // Its last line is the summary of the command.
      return Files.readAllLines(room).stream()
          .filter(line -> line.startsWith("{\"v\":"))
          .map(RoomJson::read)
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> names(List<Work> spans) {
    return spans.stream().map(Work::name).toList();
  }

  @Test
  void everyPartOfTheIncidentIsASpanOfOneTrace() {
    List<Work> spans = IncidentTrace.of(log);

    assertThat(names(spans))
        .containsExactly(
            "incident",
            "detection",
            "diagnosis",
            "replay",
            "replay",
            "approval",
            "step",
            "step",
            "verification");
    assertThat(spans.stream().map(Work::trace).distinct()).hasSize(1);
    assertThat(spans.stream().map(Work::id).distinct()).hasSameSizeAs(spans);
    Work root = spans.getFirst();
    assertThat(spans.stream().skip(1).map(Work::parent)).containsOnly(root.id());
    assertThat(root.failed()).isFalse();
    assertThat(root.attributes())
        .containsEntry("service", "checkout-api")
        .containsEntry("outcome", "resolved");
    assertThat(root.from()).isEqualTo(Instant.parse("2026-03-14T03:00:20Z"));
    assertThat(root.to()).isEqualTo(log.getLast().ts());
    assertThat(spans.get(1).to()).isEqualTo(Instant.parse("2026-03-14T03:00:35Z"));
    assertThat(spans.get(3).attributes())
        .containsEntry("verdict", "reject")
        .containsEntry("action", "scale_pods");
    assertThat(spans.get(4).attributes()).containsEntry("verdict", "pass");
    assertThat(spans).allMatch(span -> !span.to().isBefore(span.from()));
    assertThat(IncidentTrace.of(log)).isEqualTo(spans);
  }

  @Test
  void anIncidentThatIsNotResolvedFailed() {
    List<RoomMessage> cut = log.subList(0, 4);
    Work root = IncidentTrace.of(cut).getFirst();
    assertThat(root.failed()).isTrue();
    assertThat(root.attributes()).containsEntry("outcome", "escalated");
    assertThat(IncidentTrace.of(log.subList(1, 3))).isEmpty();
  }

  @Test
  void whatIsSentIsAnExportThatReceiversRead() {
    List<Work> spans = IncidentTrace.of(log);
    List<Span> read = new ArrayList<>();
    OtlpSpans.Taken taken =
        OtlpSpans.accept(
            OtlpJson.protobuf(TraceSender.json(spans, "1.0"), OtlpJson.Export.TRACES),
            (_, _, span) -> read.add(span));

    assertThat(taken).isEqualTo(new OtlpSpans.Taken(spans.size(), 0));
    for (int i = 0; i < spans.size(); i++) {
      Work sent = spans.get(i);
      Span got = read.get(i);
      assertThat(got.service()).isEqualTo("aegis");
      assertThat(got.trace()).isEqualTo(sent.trace());
      assertThat(got.parent()).isEqualTo(sent.parent());
      assertThat(got.operation()).isEqualTo(sent.name());
      assertThat(got.start()).isEqualTo(sent.from());
      assertThat(got.durationMicros())
          .isEqualTo(Duration.between(sent.from(), sent.to()).toNanos() / 1_000);
      assertThat(got.failed()).isEqualTo(sent.failed());
    }
  }

  @Test
  void whatIsSentIsAnExportAsItsMakersGenerateIt() throws Exception {
    List<Work> spans = IncidentTrace.of(log);
    ExportTraceServiceRequest request = parsed(TraceSender.json(spans, "1.0"));

    assertThat(request.getResourceSpansList()).hasSize(1);
    ResourceSpans resource = request.getResourceSpans(0);
    assertThat(texts(resource.getResource().getAttributesList()))
        .containsExactly(Map.entry("service.name", "aegis"), Map.entry("service.version", "1.0"));
    List<io.opentelemetry.proto.trace.v1.Span> got = resource.getScopeSpans(0).getSpansList();
    assertThat(got).hasSameSizeAs(spans);
    for (int i = 0; i < spans.size(); i++) {
      Work sent = spans.get(i);
      io.opentelemetry.proto.trace.v1.Span span = got.get(i);
      assertThat(span.getTraceId().size()).isEqualTo(16);
      assertThat(span.getSpanId().size()).isEqualTo(8);
      assertThat(hex(span.getTraceId())).isEqualTo(sent.trace());
      assertThat(hex(span.getSpanId())).isEqualTo(sent.id());
      assertThat(hex(span.getParentSpanId())).isEqualTo(sent.parent());
      assertThat(span.getName()).isEqualTo(sent.name());
      assertThat(span.getKind()).isEqualTo(SpanKind.SPAN_KIND_INTERNAL);
      assertThat(at(span.getStartTimeUnixNano())).isEqualTo(sent.from());
      assertThat(at(span.getEndTimeUnixNano())).isEqualTo(sent.to());
      assertThat(span.getStatus().getCode())
          .isEqualTo(sent.failed() ? StatusCode.STATUS_CODE_ERROR : StatusCode.STATUS_CODE_UNSET);
      Map<String, String> attributes = new TreeMap<>();
      sent.attributes().forEach((name, value) -> attributes.put("aegis." + name, value));
      assertThat(texts(span.getAttributesList())).isEqualTo(attributes);
    }
    assertThat(got.getFirst().getParentSpanId().isEmpty()).isTrue();
    assertThat(got.stream().skip(1).map(span -> span.getParentSpanId()))
        .containsOnly(got.getFirst().getSpanId());
  }

  @Test
  void aFieldThatOtlpDoesNotHaveWouldBeSeen() {
    String json = new String(TraceSender.json(IncidentTrace.of(log), "1.0"), UTF_8);

    assertThatThrownBy(() -> parsed(json.replace("\"kind\"", "\"sort\"").getBytes(UTF_8)))
        .isInstanceOf(InvalidProtocolBufferException.class)
        .hasMessageContaining("sort");
  }

  /** By the JSON of Protocol Buffers, but for ids, which OTLP writes in hexadecimal digits. */
  private static ExportTraceServiceRequest parsed(byte[] json)
      throws InvalidProtocolBufferException {
    String standard =
        ID.matcher(new String(json, UTF_8))
            .replaceAll(id -> "\"" + id.group(1) + "\":\"" + base64(id.group(2)) + "\"");
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    JsonFormat.parser().merge(standard, request);
    return request.build();
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private static Instant at(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                each -> each.getValue().getStringValue(),
                (one, _) -> one + " twice",
                TreeMap::new));
  }

  @Test
  void aCollectorThatFailsIsSaidOnceAndTheIncidentNeverWaits() throws Exception {
    BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    BlockingQueue<String> said = new LinkedBlockingQueue<>();
    int[] status = {503};
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    server.createContext(
        "/v1/traces",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          exchange.sendResponseHeaders(status[0], -1);
          exchange.close();
          bodies.add(body);
        });
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (TraceSender sender = new TraceSender(endpoint, "1.0", said::add)) {
      sender.ended(log);
      assertThat(said.poll(20, TimeUnit.SECONDS)).contains("it answered 503");
      sender.ended(log);
      assertThat(bodies.poll(20, TimeUnit.SECONDS)).contains("\"name\":\"incident\"");
      assertThat(bodies.poll(20, TimeUnit.SECONDS)).contains("\"name\":\"incident\"");
      status[0] = 200;
      sender.ended(log);
      assertThat(said.poll(20, TimeUnit.SECONDS)).contains("again");
      assertThat(sender.sent()).isEqualTo(1);
      assertThat(sender.failed()).isEqualTo(2);
    } finally {
      server.stop(0);
    }
  }
}
