package dev.aegis.bench.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The same as {@link Stream}, as each pod exports it by OTLP: a histogram, which is seventeen
 * series, and thirty-three counters, with two attributes each, in a body a pod, as the SDK's do.
 */
final class OtlpStream {
  private static final int COUNTERS = Stream.SERIES_PER_POD - 17;
  private static final double[] BOUNDS = {
    .005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10
  };
  private static final long CUMULATIVE = 2;
  private static final long STARTED_NANOS = 1_700_000_000_000_000_000L;

  private final int pods;

  OtlpStream(int series) {
    this.pods = series / Stream.SERIES_PER_POD;
  }

  int series() {
    return pods * Stream.SERIES_PER_POD;
  }

  /** One reading of all pods. */
  List<byte[]> bodies(int round, long epochMillis) {
    List<byte[]> bodies = new ArrayList<>();
    for (int pod = 0; pod < pods; pod++) {
      bodies.add(body(pod, round, epochMillis * 1_000_000));
    }
    return bodies;
  }

  private static byte[] body(int pod, int round, long nanos) {
    ByteArrayOutputStream resource = new ByteArrayOutputStream();
    attribute(resource, 1, "service.name", "service-" + pod % 100);
    attribute(resource, 1, "service.version", "v2.3." + pod % 7);
    attribute(resource, 1, "cloud.region", "us-east-" + (1 + pod % 2));
    attribute(
        resource,
        1,
        "k8s.pod.name",
        "service-" + pod % 100 + "-7d9c5b6f4-" + Integer.toString(pod + 50_000, 36));
    attribute(resource, 1, "telemetry.sdk.language", "java");
    ByteArrayOutputStream scope = new ByteArrayOutputStream();
    Stream.message(scope, 2, histogram(round, nanos));
    for (int i = 0; i < COUNTERS; i++) {
      Stream.message(scope, 2, counter(i, round, nanos));
    }
    ByteArrayOutputStream of = new ByteArrayOutputStream();
    Stream.message(of, 1, resource.toByteArray());
    Stream.message(of, 2, scope.toByteArray());
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    Stream.message(request, 1, of.toByteArray());
    return request.toByteArray();
  }

  private static byte[] histogram(int round, long nanos) {
    ByteArrayOutputStream point = new ByteArrayOutputStream();
    times(point, nanos);
    fixed64(point, 4, (BOUNDS.length + 1) * 100L * (round + 1));
    fixed64(point, 5, Double.doubleToLongBits(31.4 * (round + 1)));
    ByteBuffer counts = packed(BOUNDS.length + 1);
    ByteBuffer bounds = packed(BOUNDS.length);
    for (int i = 0; i <= BOUNDS.length; i++) {
      counts.putLong(100L * (round + 1));
    }
    for (double bound : BOUNDS) {
      bounds.putDouble(bound);
    }
    Stream.message(point, 6, counts.array());
    Stream.message(point, 7, bounds.array());
    attribute(point, 9, "http.request.method", "GET");
    attribute(point, 9, "http.response.status_code", "200");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    Stream.message(data, 1, point.toByteArray());
    number(data, 2, CUMULATIVE);
    return metric("http.server.request.duration", "s", 9, data);
  }

  private static byte[] counter(int i, int round, long nanos) {
    ByteArrayOutputStream point = new ByteArrayOutputStream();
    times(point, nanos);
    fixed64(point, 6, 100L * (round + 1));
    attribute(point, 7, "pool", "main");
    attribute(point, 7, "method", "GET");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    Stream.message(data, 1, point.toByteArray());
    number(data, 2, CUMULATIVE);
    number(data, 3, 1);
    return metric("runtime.figure." + i, "", 7, data);
  }

  private static byte[] metric(String name, String unit, int field, ByteArrayOutputStream data) {
    ByteArrayOutputStream metric = new ByteArrayOutputStream();
    Stream.message(metric, 1, name.getBytes(UTF_8));
    if (!unit.isEmpty()) {
      Stream.message(metric, 3, unit.getBytes(UTF_8));
    }
    Stream.message(metric, field, data.toByteArray());
    return metric.toByteArray();
  }

  private static void times(ByteArrayOutputStream point, long nanos) {
    fixed64(point, 2, STARTED_NANOS);
    fixed64(point, 3, nanos);
  }

  private static ByteBuffer packed(int many) {
    return ByteBuffer.allocate(many * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void attribute(ByteArrayOutputStream out, int field, String key, String value) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Stream.message(text, 1, value.getBytes(UTF_8));
    ByteArrayOutputStream pair = new ByteArrayOutputStream();
    Stream.message(pair, 1, key.getBytes(UTF_8));
    Stream.message(pair, 2, text.toByteArray());
    Stream.message(out, field, pair.toByteArray());
  }

  private static void fixed64(ByteArrayOutputStream out, int field, long value) {
    out.write(field << 3 | 1);
    out.writeBytes(packed(1).putLong(value).array());
  }

  private static void number(ByteArrayOutputStream out, int field, long value) {
    out.write(field << 3);
    Stream.varint(out, value);
  }
}
