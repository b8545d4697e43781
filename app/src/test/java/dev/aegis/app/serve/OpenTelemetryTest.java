package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.receive.ProtoWriter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OpenTelemetry SDK for Java sends, over HTTP and over gRPC. */
class OpenTelemetryTest {
  private static final Resource RESOURCE =
      Resource.create(
          Attributes.builder()
              .put("service.name", "checkout-api")
              .put("service.version", "v2.3.1")
              .put("cloud.region", "us-east-1")
              .put("service.instance.id", "pod-1")
              .build());

  @TempDir Path directory;

  private static SdkMeterProvider meters(MetricExporter exporter) {
    return SdkMeterProvider.builder()
        .setResource(RESOURCE)
        .registerMetricReader(
            PeriodicMetricReader.builder(exporter).setInterval(Duration.ofDays(1)).build())
        .build();
  }

  private static void measure(Meter meter) {
    DoubleHistogram histogram =
        meter.histogramBuilder("http.server.request.duration").setUnit("s").build();
    Attributes ok =
        Attributes.of(
            AttributeKey.longKey("http.response.status_code"),
            200L,
            AttributeKey.stringKey("http.route"),
            "/cart/{id}");
    histogram.record(0.003, ok);
    histogram.record(7, ok);
    meter.counterBuilder("orders").build().add(3);
    meter.gaugeBuilder("queue.length").build().set(4.5);
  }

  private static Map<String, Double> newest(Served served) {
    Map<String, Double> all = new TreeMap<>();
    served
        .onDuty
        .table()
        .read((_, _, view) -> {
          Map<String, String> labels = new TreeMap<>(view.labels());
          String name = labels.remove("__name__");
          String le = labels.getOrDefault("le", "");
          assertThat(labels)
              .containsEntry("job", "checkout-api")
              .containsEntry("service", "checkout-api")
              .containsEntry("version", "v2.3.1")
              .containsEntry("region", "us-east-1")
              .containsEntry("instance", "pod-1")
              .containsEntry("pod", "pod-1");
          if (name != null && name.startsWith("http_")) {
            assertThat(labels)
                .containsEntry("status", "200")
                .containsEntry("http_route", "/cart/{id}");
          }
          all.put(name + (le.isEmpty() ? "" : " " + le), view.value());
        });
    return all;
  }

  private static void assertMeasured(Served served) throws Exception {
    Map<String, Double> newest = newest(served);
    assertThat(newest)
        .containsEntry("http_server_request_duration_seconds_bucket 5", 1.0)
        .containsEntry("http_server_request_duration_seconds_bucket 7500", 2.0)
        .containsEntry("http_server_request_duration_seconds_bucket 10000", 2.0)
        .containsEntry("http_server_request_duration_seconds_bucket +Inf", 2.0)
        .containsEntry("http_server_request_duration_seconds_count", 2.0)
        .containsEntry("http_server_request_duration_seconds_sum", 7.003)
        .containsKey("process_start_time_seconds")
        .doesNotContainKey("orders_total");
    // 15 bounds, +Inf, sum, count, the start, a counter and a gauge.
    assertThat(served.onDuty.table().counts().series()).isEqualTo(21);
    assertThat(served.metric("aegis_http_failures_total")).isNaN();
  }

  @Test
  void metricsOverHttpWithGzipBecomeSeries() throws Exception {
    Files.writeString(directory.resolve("token"), "a-token-for-otlp");
    String yaml = "sources: [{name: otel, kind: otlp, bearer_file: token}]\n";
    try (Served served = Served.start(directory, yaml);
        SdkMeterProvider meters =
            meters(
                OtlpHttpMetricExporter.builder()
                    .setEndpoint(served.at("/v1/metrics").toString())
                    .setCompression("gzip")
                    .addHeader("Authorization", "Bearer a-token-for-otlp")
                    .build())) {
      measure(meters.get("test"));
      CompletableResultCode flushed = meters.forceFlush().join(10, TimeUnit.SECONDS);

      assertThat(flushed.isSuccess()).as(served.err()).isTrue();
      assertMeasured(served);
    }
  }

  @Test
  void metricsOverGrpcWithGzipBecomeTheSameSeries() throws Exception {
    try (Served served = Served.start(directory, "step: 1s\n");
        SdkMeterProvider meters =
            meters(
                OtlpGrpcMetricExporter.builder()
                    .setEndpoint(served.onDuty.address().toString())
                    .setCompression("gzip")
                    .build())) {
      measure(meters.get("test"));
      CompletableResultCode flushed = meters.forceFlush().join(10, TimeUnit.SECONDS);

      assertThat(flushed.isSuccess()).as(served.err()).isTrue();
      assertMeasured(served);
    }
  }

  @Test
  void anExporterOverGrpcWithoutTheTokenIsSentAway() throws Exception {
    Files.writeString(directory.resolve("token"), "a-token-for-otlp");
    String yaml = "sources: [{name: otel, kind: otlp, bearer_file: token}]\n";
    try (Served served = Served.start(directory, yaml);
        SdkMeterProvider meters =
            meters(
                OtlpGrpcMetricExporter.builder()
                    .setEndpoint(served.onDuty.address().toString())
                    .build())) {
      measure(meters.get("test"));

      meters.forceFlush().join(10, TimeUnit.SECONDS);

      assertThat(served.metric("aegis_refused_total{kind=\"otlp\"}")).isEqualTo(1);
      assertThat(served.onDuty.table().counts().series()).isZero();
    }
  }

  @Test
  void whatIsCountedFromReportToReportIsAddedUp() throws Exception {
    try (Served served = Served.start(directory, "step: 1s\n");
        SdkMeterProvider meters =
            meters(
                OtlpHttpMetricExporter.builder()
                    .setEndpoint(served.at("/v1/metrics").toString())
                    .setAggregationTemporalitySelector(
                        AggregationTemporalitySelector.deltaPreferred())
                    .build())) {
      for (int i = 0; i < 3; i++) {
        measure(meters.get("test"));
        assertThat(meters.forceFlush().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
      }
      assertThat(newest(served))
          .containsEntry("http_server_request_duration_seconds_count", 6.0)
          .containsEntry("http_server_request_duration_seconds_bucket 5", 3.0);
    }
  }

  @Test
  void logLinesAreTaken() throws Exception {
    try (Served served = Served.start(directory, "step: 1s\n");
        SdkLoggerProvider loggers =
            SdkLoggerProvider.builder()
                .setResource(RESOURCE)
                .addLogRecordProcessor(
                    SimpleLogRecordProcessor.create(
                        OtlpHttpLogRecordExporter.builder()
                            .setEndpoint(served.at("/v1/logs").toString())
                            .build()))
                .build()) {
      loggers
          .get("test")
          .logRecordBuilder()
          .setSeverity(Severity.ERROR)
          .setBody("pool \u001b[31mexhausted")
          .emit();
      assertThat(loggers.forceFlush().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();

      assertThat(served.onDuty.logs().lines())
          .singleElement()
          .satisfies(line -> {
            assertThat(line.service()).isEqualTo("checkout-api");
            assertThat(line.level()).isEqualTo("ERROR");
            assertThat(line.text()).isEqualTo("pool exhausted");
          });
    }
  }

  private static SdkTracerProvider tracers(String service, SpanExporter exporter) {
    return SdkTracerProvider.builder()
        .setResource(
            RESOURCE.merge(
                Resource.create(Attributes.builder().put("service.name", service).build())))
        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
        .build();
  }

  /** A request to checkout-api, which calls payments, which calls its database and fails. */
  private static void trace(SdkTracerProvider checkout, SdkTracerProvider payments) {
    Span request =
        checkout
            .get("test")
            .spanBuilder("POST /checkout")
            .setNoParent()
            .setSpanKind(SpanKind.SERVER)
            .startSpan();
    Span call = child(checkout, request, "POST", SpanKind.CLIENT);
    call.setAttribute("server.address", "10.0.0.7");
    Span charge = child(payments, call, "POST /charge", SpanKind.SERVER);
    Span query = child(payments, charge, "SELECT", SpanKind.CLIENT);
    query.setAttribute("db.system.name", "postgresql");
    query.setStatus(StatusCode.ERROR);
    for (Span span : List.of(query, charge, call, request)) {
      span.end();
    }
  }

  private static Span child(
      SdkTracerProvider tracers, Span parent, String operation, SpanKind kind) {
    return tracers
        .get("test")
        .spanBuilder(operation)
        .setParent(Context.root().with(parent))
        .setSpanKind(kind)
        .startSpan();
  }

  private static void assertTraced(Served served) throws Exception {
    List<dev.aegis.telemetry.Span> spans = served.onDuty.traces().spans();
    assertThat(spans.stream().map(s -> s.service() + " " + s.operation() + " " + s.failed()))
        .containsExactly(
            "payments SELECT true",
            "payments POST /charge false",
            "checkout-api POST false",
            "checkout-api POST /checkout false");
    assertThat(spans.stream().map(dev.aegis.telemetry.Span::trace).distinct()).hasSize(1);
    for (int i = 0; i < 3; i++) {
      assertThat(spans.get(i).parent()).isEqualTo(spans.get(i + 1).id());
    }
    assertThat(spans.getLast().parent()).isEmpty();
    assertThat(spans.getFirst().peer()).isEqualTo("postgresql");
    assertThat(spans.get(2).peer()).matches("<ip:[0-9a-f]{10}>");
    assertThat(served.metric("aegis_spans_total")).isEqualTo(4);
    assertThat(served.metric("aegis_http_failures_total")).isNaN();
  }

  @Test
  void spansOverHttpAreKept() throws Exception {
    try (Served served = Served.start(directory, "step: 1s\n")) {
      String endpoint = served.at("/v1/traces").toString();
      try (SdkTracerProvider checkout =
              tracers(
                  "checkout-api", OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build());
          SdkTracerProvider payments =
              tracers(
                  "payments",
                  OtlpHttpSpanExporter.builder()
                      .setEndpoint(endpoint)
                      .setCompression("gzip")
                      .build())) {
        trace(checkout, payments);
        assertThat(payments.forceFlush().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
        assertThat(checkout.forceFlush().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
        assertThat(served.metric("aegis_spans_total")).isEqualTo(4);
        assertThat(served.onDuty.traces().spans()).hasSize(4);
      }
    }
  }

  @Test
  void spansOverGrpcAreKeptWithWhoCalledWhom() throws Exception {
    try (Served served = Served.start(directory, "step: 1s\n")) {
      // One exporter that is asked to wait after each span, so that they come in their order.
      SpanExporter exporter =
          OtlpGrpcSpanExporter.builder().setEndpoint(served.onDuty.address().toString()).build();
      SpanExporter waiting = new WaitingExporter(exporter);
      try (SdkTracerProvider checkout = tracers("checkout-api", waiting);
          SdkTracerProvider payments = tracers("payments", waiting)) {
        trace(checkout, payments);
        assertTraced(served);
      }
    }
  }

  /** Waits for the end of each export. */
  private record WaitingExporter(SpanExporter to) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      CompletableResultCode done = to.export(spans).join(10, TimeUnit.SECONDS);
      assertThat(done.isSuccess()).isTrue();
      return done;
    }

    @Override
    public CompletableResultCode flush() {
      return to.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return to.shutdown();
    }
  }

  /** Written by the specification's own example of the encoding, with what the SDK sent above. */
  private static String json(long nanos) {
    return """
    {"resourceMetrics": [{
      "resource": {"attributes": [
        {"key": "service.name", "value": {"stringValue": "checkout-api"}},
        {"key": "service.version", "value": {"stringValue": "v2.3.1"}},
        {"key": "cloud.region", "value": {"stringValue": "us-east-1"}},
        {"key": "service.instance.id", "value": {"stringValue": "pod-1"}}], "new": {"a": [1]}},
      "scopeMetrics": [{"scope": {"name": "s"}, "metrics": [
        {"name": "http.server.request.duration", "unit": "s", "histogram": {
          "aggregationTemporality": 2, "dataPoints": [{
            "startTimeUnixNano": "%1$d", "timeUnixNano": "%1$d", "count": "2", "sum": 7.003,
            "bucketCounts": [1, "0", 1], "explicitBounds": [5, 7.5],
            "attributes": [
              {"key": "http.response.status_code", "value": {"intValue": "200"}},
              {"key": "http.route", "value": {"stringValue": "/cart/{id}"}}]}]}},
        {"name": "p", "summary": {"dataPoints": []}}]}]}]}
    """
        .formatted(nanos);
  }

  @Test
  void metricsInJsonBecomeTheSameSeriesAndTheAnswerIsJson() throws Exception {
    byte[] body =
        json(System.currentTimeMillis() * 1_000_000)
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    try (Served served = Served.start(directory, "step: 1s\n")) {
      HttpResponse<String> answer =
          served.post("/v1/metrics", body, "Content-Type", "application/json");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body())
          .isEqualTo(
              "{\"partialSuccess\":{\"rejectedDataPoints\":\"1\",\"errorMessage\":\"the last was"
                  + " refused for summary\"}}");
      assertThat(newest(served))
          .containsEntry("http_server_request_duration_seconds_bucket 5", 1.0)
          .containsEntry("http_server_request_duration_seconds_bucket 7.5", 1.0)
          .containsEntry("http_server_request_duration_seconds_bucket +Inf", 2.0)
          .containsEntry("http_server_request_duration_seconds_sum", 7.003)
          .containsKey("process_start_time_seconds");
    }
  }

  @Test
  void anExponentialHistogramHasTheBucketsOfAnyOther() throws Exception {
    try (Served served = Served.start(directory, "step: 1s\n");
        SdkMeterProvider meters =
            SdkMeterProvider.builder()
                .setResource(RESOURCE)
                .registerView(
                    InstrumentSelector.builder().setName("*").build(),
                    View.builder()
                        .setAggregation(Aggregation.base2ExponentialBucketHistogram())
                        .build())
                .registerMetricReader(
                    PeriodicMetricReader.builder(
                            OtlpHttpMetricExporter.builder()
                                .setEndpoint(served.at("/v1/metrics").toString())
                                .build())
                        .setInterval(Duration.ofDays(1))
                        .build())
                .build()) {
      DoubleHistogram histogram =
          meters.get("test").histogramBuilder("http.server.request.duration").setUnit("s").build();
      Attributes ok =
          Attributes.of(
              AttributeKey.longKey("http.response.status_code"),
              200L,
              AttributeKey.stringKey("http.route"),
              "/cart/{id}");
      for (double seconds : new double[] {0, 0.003, 0.3, 0.3, 1.1, 7}) {
        histogram.record(seconds, ok);
      }
      assertThat(meters.forceFlush().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();

      String bucket = "http_server_request_duration_seconds_bucket ";
      assertThat(newest(served))
          .containsEntry(bucket + "0.0009765625", 1.0)
          .containsEntry(bucket + "0.00390625", 2.0)
          .containsEntry(bucket + "0.25", 2.0)
          .containsEntry(bucket + "0.3535533905932738", 4.0)
          .containsEntry(bucket + "1", 4.0)
          .containsEntry(bucket + "1.4142135623730951", 5.0)
          .containsEntry(bucket + "4", 5.0)
          .containsEntry(bucket + "8", 6.0)
          .containsEntry(bucket + "1048576", 6.0)
          .containsEntry(bucket + "+Inf", 6.0);
    }
  }

  @Test
  void whatIsNoExportIsRefused() throws Exception {
    byte[] cut = new ProtoWriter().text(1, "abc").bytes();
    try (Served served = Served.start(directory, "step: 1s\n")) {
      assertThat(
              served
                  .post("/v1/metrics", cut, "Content-Type", "application/x-protobuf")
                  .statusCode())
          .isEqualTo(400);
      assertThat(served.post("/v1/metrics", cut, "Content-Type", "text/plain").statusCode())
          .isEqualTo(415);
      HttpResponse<String> json =
          served.post("/v1/metrics", cut, "Content-Type", "application/json");
      assertThat(json.statusCode()).isEqualTo(400);
      assertThat(json.body()).startsWith("{\"code\":3,\"message\":\"expected ");
      assertThat(
              served
                  .post(
                      "/v1/metrics",
                      cut,
                      "Content-Type",
                      "application/x-protobuf",
                      "Content-Encoding",
                      "gzip")
                  .statusCode())
          .isEqualTo(400);
    }
  }
}
