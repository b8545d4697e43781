package dev.aegis.bench.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What many pods report, as bodies of remote write 1.0: fifty series a pod with nine or ten labels,
 * of which eighteen matter to detection; 500 series a body, as Prometheus 2.42 sends them.
 */
final class Stream {
  static final int SERIES_PER_POD = 50;
  static final int SERIES_PER_BODY = 500;

  private static final double[] BOUNDS = {
    .005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10, Double.POSITIVE_INFINITY
  };

  private final int pods;

  Stream(int series) {
    this.pods = series / SERIES_PER_POD;
  }

  int series() {
    return pods * SERIES_PER_POD;
  }

  /** One reading of all pods. */
  List<byte[]> bodies(int round, long epochMillis) {
    List<byte[]> bodies = new ArrayList<>();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int inBody = 0;
    for (int pod = 0; pod < pods; pod++) {
      for (int i = 0; i < SERIES_PER_POD; i++) {
        message(body, 1, series(pod, i, round, epochMillis));
        if (++inBody == SERIES_PER_BODY) {
          bodies.add(compressed(body.toByteArray()));
          body.reset();
          inBody = 0;
        }
      }
    }
    if (inBody > 0) {
      bodies.add(compressed(body.toByteArray()));
    }
    return bodies;
  }

  private static byte[] series(int pod, int number, int round, long epochMillis) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(300);
    int bucket = number < BOUNDS.length ? number : -1;
    label(out, "__name__", name(number));
    label(out, "cluster", "production-eu-1");
    label(
        out, "instance", "10." + pod / 65_536 + "." + pod / 256 % 256 + "." + pod % 256 + ":8080");
    label(out, "job", "service-" + pod % 100);
    if (bucket >= 0) {
      double bound = BOUNDS[bucket];
      label(out, "le", Double.isInfinite(bound) ? "+Inf" : Double.toString(bound));
    }
    label(out, "method", "GET");
    label(out, "pod", "service-" + pod % 100 + "-7d9c5b6f4-" + Integer.toString(pod + 50_000, 36));
    label(out, "region", "us-east-" + (1 + pod % 2));
    label(out, "status", "200");
    label(out, "version", "v2.3." + pod % 7);
    double value = number == 17 ? 1.7e9 : (round + 1) * 100.0 * (1 + Math.max(0, bucket));
    ByteArrayOutputStream sample = new ByteArrayOutputStream(20);
    sample.write(1 << 3 | 1);
    sample.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
    sample.write(2 << 3);
    varint(sample, epochMillis);
    message(out, 2, sample.toByteArray());
    return out.toByteArray();
  }

  private static String name(int number) {
    if (number < BOUNDS.length) {
      return "http_server_request_duration_seconds_bucket";
    }
    return switch (number) {
      case 15 -> "http_server_request_duration_seconds_count";
      case 16 -> "http_server_request_duration_seconds_sum";
      case 17 -> "process_start_time_seconds";
      default -> "runtime_figure_" + number + "_total";
    };
  }

  private static void label(ByteArrayOutputStream out, String name, String value) {
    ByteArrayOutputStream label = new ByteArrayOutputStream(40);
    message(label, 1, name.getBytes(UTF_8));
    message(label, 2, value.getBytes(UTF_8));
    message(out, 1, label.toByteArray());
  }

  static void message(ByteArrayOutputStream out, int field, byte[] bytes) {
    out.write(field << 3 | 2);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static byte[] compressed(byte[] bytes) {
    SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    byte[] out = new byte[snappy.maxCompressedLength(bytes.length)];
    int length = snappy.compress(bytes, 0, bytes.length, out, 0, out.length);
    return Arrays.copyOf(out, length);
  }
}
