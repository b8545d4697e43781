package dev.aegis.app.serve;

import dev.aegis.app.live.ReceivedLogs;
import dev.aegis.app.receive.MalformedException;
import dev.aegis.app.receive.OtlpAnswer;
import dev.aegis.app.receive.OtlpJson;
import dev.aegis.app.receive.OtlpJson.Export;
import dev.aegis.app.receive.OtlpLogs;
import dev.aegis.app.receive.OtlpMetrics;
import dev.aegis.app.receive.Written;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * OTLP over HTTP ({@code /v1/metrics}, {@code /v1/logs}, {@code /v1/traces}) and over gRPC, on one
 * port. What is not kept is answered as a partial success, which senders do not send again.
 */
final class OtlpRoutes {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final int INVALID_ARGUMENT = 3;
  private static final String GRPC = "application/grpc";
  private static final String COLLECTOR = "/opentelemetry.proto.collector.";

  private final OtlpMetrics metrics;
  private final ReceivedLogs logs;
  private final Traces traces;
  private final Traffic traffic;
  private final InstantSource clock;

  OtlpRoutes(
      OtlpMetrics metrics, ReceivedLogs logs, Traces traces, Traffic traffic, InstantSource clock) {
    this.metrics = metrics;
    this.logs = logs;
    this.traces = traces;
    this.traffic = traffic;
    this.clock = clock;
  }

  List<Route> all(Door door, int mostBytes) {
    List<Route> routes = new ArrayList<>();
    add(routes, door, mostBytes, Export.METRICS, "metrics.v1.MetricsService", this::metrics);
    add(routes, door, mostBytes, Export.LOGS, "logs.v1.LogsService", this::logs);
    add(routes, door, mostBytes, Export.TRACES, "trace.v1.TraceService", this::traces);
    return routes;
  }

  private void add(
      List<Route> routes,
      Door door,
      int mostBytes,
      Export export,
      String service,
      Function<byte[], OtlpAnswer> taken) {
    routes.add(
        Route.sent(
            "/v1/" + export.name().toLowerCase(Locale.ROOT),
            mostBytes,
            door.of(Kind.OTLP, (request, _) -> http(request, export, taken))));
    routes.add(
        Route.sent(
            COLLECTOR + service + "/Export",
            mostBytes,
            new Grpc(door, traffic, message -> taken.apply(message).protobuf(), mostBytes)));
  }

  /** The answer has the form of the request. */
  private Outgoing http(Incoming request, Export export, Function<byte[], OtlpAnswer> taken) {
    boolean json = request.mediaType().equals(Outgoing.JSON);
    if (!json && !request.mediaType().equals(PROTOBUF)) {
      return Outgoing.text(415, "expected Content-Type " + PROTOBUF + " or " + Outgoing.JSON);
    }
    try {
      return json
          ? Outgoing.bytes(
              200,
              Outgoing.JSON,
              taken.apply(OtlpJson.protobuf(request.body(), export)).json(export))
          : Outgoing.bytes(200, PROTOBUF, taken.apply(request.body()).protobuf());
    } catch (MalformedException e) {
      traffic.add("aegis_malformed_total{format=\"otlp\"}", 1);
      String why = String.valueOf(e.getMessage());
      return json
          ? Outgoing.bytes(400, Outgoing.JSON, OtlpAnswer.statusJson(INVALID_ARGUMENT, why))
          : Outgoing.bytes(400, PROTOBUF, OtlpAnswer.status(INVALID_ARGUMENT, why));
    }
  }

  private OtlpAnswer metrics(byte[] message) {
    Written written = metrics.accept(message);
    return new OtlpAnswer(
        written.refused(),
        written.refused() == 0 ? "" : "the last was refused for " + written.why());
  }

  private OtlpAnswer logs(byte[] message) {
    Instant now = clock.instant();
    long lines =
        OtlpLogs.accept(
            message,
            (millis, service, region, level, text) ->
                logs.add(at(millis, now), service, region, level, text));
    traffic.add("aegis_log_lines_total", lines);
    return OtlpAnswer.KEPT;
  }

  /** A line without a time, or from the future, is of now. */
  private static Instant at(long millis, Instant now) {
    return millis <= 0 || millis > now.toEpochMilli()
        ? Instant.ofEpochMilli(now.toEpochMilli())
        : Instant.ofEpochMilli(millis);
  }

  private OtlpAnswer traces(byte[] message) {
    return traces.accept(message, clock.instant());
  }

  /** Whether a request is one of gRPC. */
  static boolean isGrpc(Incoming request) {
    return request.mediaType().startsWith(GRPC);
  }
}
