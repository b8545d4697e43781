package dev.aegis.app.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Attributes of OTLP as labels. Those that Aegis asks for by a shorter name get that one, by the <a
 * href="https://opentelemetry.io/docs/specs/semconv/">semantic conventions</a>; every other keeps
 * its own, as Prometheus writes it.
 */
final class OtlpAttributes {
  private static final int KEY = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int VALUE = ProtoReader.field(2, ProtoReader.BYTES);
  private static final int TEXT = ProtoReader.field(1, ProtoReader.BYTES);
  private static final int BOOL = ProtoReader.field(2, ProtoReader.VARINT);
  private static final int INT = ProtoReader.field(3, ProtoReader.VARINT);
  private static final int DOUBLE = ProtoReader.field(4, ProtoReader.FIXED64);

  /** The most of what one value may be, in bytes; longer ones are cut. */
  private static final int LONGEST = 1_024;

  private static final Map<String, String> SHORT =
      Map.of(
          "http.response.status_code", "status",
          "http.status_code", "status",
          "server.address", "dependency",
          "db.client.connection.pool.name", "pool");

  private OtlpAttributes() {}

  /** Adds one attribute of a data point as a label; lists and maps are left out. */
  static void label(ProtoReader in, LabelBuffer labels) {
    int keyFrom = 0;
    int keyTo = 0;
    byte[] made = null;
    int valueFrom = 0;
    int valueTo = 0;
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == KEY) {
        int length = in.length();
        keyFrom = in.at();
        keyTo = keyFrom + length;
        in.go(keyTo);
      } else if (tag == VALUE) {
        int outer = in.enter();
        for (int kind = in.tag(); kind != 0; kind = in.tag()) {
          if (kind == TEXT) {
            int length = in.length();
            valueFrom = in.at();
            valueTo = valueFrom + Math.min(length, LONGEST);
            in.go(valueFrom + length);
            made = null;
          } else {
            String scalar = scalar(in, kind);
            made = scalar == null ? null : scalar.getBytes(UTF_8);
          }
        }
        in.leave(outer);
      } else {
        in.skip(tag);
      }
    }
    byte[] value = made == null ? in.bytes : made;
    int from = made == null ? valueFrom : 0;
    int to = made == null ? valueTo : made.length;
    if (from < to && keyFrom < keyTo) {
      String shorter = keyTo - keyFrom < 40 ? SHORT.get(text(in, keyFrom, keyTo)) : null;
      if (shorter == null) {
        labels.add(in.bytes, keyFrom, keyTo, value, from, to);
      } else {
        byte[] name = shorter.getBytes(UTF_8);
        labels.add(name, 0, name.length, value, from, to);
      }
    }
  }

  private static String text(ProtoReader in, int from, int to) {
    return new String(in.bytes, from, to - from, UTF_8);
  }

  private static @org.jspecify.annotations.Nullable String scalar(ProtoReader in, int kind) {
    if (kind == BOOL) {
      return in.varint() == 0 ? "false" : "true";
    }
    if (kind == INT) {
      return Long.toString(in.varint());
    }
    if (kind == DOUBLE) {
      return Double.toString(in.float64());
    }
    in.skip(kind);
    return null;
  }

  /** An attribute, or the body of a log line, as text; empty for lists and maps. */
  static String value(ProtoReader in) {
    String value = "";
    for (int kind = in.tag(); kind != 0; kind = in.tag()) {
      if (kind == TEXT) {
        value = in.text();
      } else {
        String scalar = scalar(in, kind);
        value = scalar == null ? value : scalar;
      }
    }
    return value;
  }

  /** The attributes of a resource, by their own names. */
  static Map<String, String> resource(ProtoReader in) {
    Map<String, String> all = new HashMap<>();
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == KEY) {
        int outer = in.enter();
        pair(in, all);
        in.leave(outer);
      } else {
        in.skip(tag);
      }
    }
    return all;
  }

  /** Adds one attribute by its own name. */
  static void pair(ProtoReader in, Map<String, String> all) {
    String key = "";
    String value = "";
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == KEY) {
        key = in.text();
      } else if (tag == VALUE) {
        int outer = in.enter();
        value = value(in);
        in.leave(outer);
      } else {
        in.skip(tag);
      }
    }
    all.put(key, value.substring(0, Math.min(value.length(), LONGEST)));
  }

  /** Who measured: the labels that every series of a resource has. */
  static void identity(Map<String, String> resource, LabelBuffer labels) {
    labels.clear();
    identity(resource).forEach(labels::add);
  }

  /** The same as names and values. */
  static Map<String, String> identity(Map<String, String> resource) {
    Map<String, String> labels = new LinkedHashMap<>();
    String service = resource.getOrDefault("service.name", "");
    String space = resource.getOrDefault("service.namespace", "");
    String pod = resource.getOrDefault("k8s.pod.name", "");
    String own = resource.getOrDefault("service.instance.id", pod);
    String instance = own.isEmpty() ? resource.getOrDefault("host.name", "") : own;
    put(labels, "job", space.isEmpty() ? service : space + "/" + service);
    put(labels, "instance", instance);
    put(labels, "service", service);
    put(labels, "version", resource.getOrDefault("service.version", ""));
    put(labels, "region", resource.getOrDefault("cloud.region", ""));
    put(labels, "pod", pod.isEmpty() ? instance : pod);
    return labels;
  }

  private static void put(Map<String, String> labels, String name, String value) {
    if (!value.isEmpty()) {
      labels.put(name, value);
    }
  }
}
