package dev.aegis.app.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.aegis.app.receive.OtlpJson;
import dev.aegis.app.receive.OtlpSpans;
import dev.aegis.app.testkit.Repository;
import dev.aegis.app.tracing.IncidentTrace.Work;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.room.RoomMessage;
import dev.aegis.telemetry.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The leak's record as a trace, and what a collector gets of it. */
class IncidentTraceTest {
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
  void aCollectorThatFailsIsSaidOnceAndTheIncidentNeverWaits() throws Exception {
    BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    BlockingQueue<String> said = new LinkedBlockingQueue<>();
    int[] status = {503};
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    server.createContext(
        "/v1/traces",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
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
