package dev.aegis.lab.fault;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * An effect as one line: {@code KEY=VALUE} parted by spaces, values escaped as in a URL, so that
 * processes can be told without any library. The keys are those of the fault files, with {@code id}
 * and {@code started} (epoch milliseconds) besides.
 */
final class EffectLine {
  private EffectLine() {}

  static String write(Effect effect) {
    SequencedMap<String, String> keys = new LinkedHashMap<>();
    keys.put("id", effect.id());
    keys.put("started", Long.toString(effect.startedAtEpochMillis()));
    keys.put("effect", effect.kind().wire());
    put(keys, "service", effect.where().service());
    put(keys, "region", effect.where().region());
    put(keys, "version", effect.where().version());
    put(keys, "pod", effect.where().pod());
    put(keys, "route", effect.where().route());
    put(keys, "share", effect.where().share() == 1 ? "" : plain(effect.where().share()));
    put(keys, "flag", effect.where().flag());
    put(keys, "config", effect.where().config());
    put(keys, "at", written(effect.course().at()));
    put(keys, "for", written(effect.course().lasting()));
    put(keys, "ramp", written(effect.course().ramp()));
    put(keys, "repeat_every", written(effect.course().repeatEvery()));
    keys.putAll(effect.parameters());
    StringBuilder line = new StringBuilder();
    keys.forEach((key, value) -> line.append(key).append('=').append(escaped(value)).append(' '));
    return line.toString().strip();
  }

  private static void put(Map<String, String> keys, String key, String value) {
    if (!value.isEmpty()) {
      keys.put(key, value);
    }
  }

  /** All digits and no exponent, so that the same number is read. */
  private static String plain(double value) {
    return new BigDecimal(Double.toString(value)).toPlainString();
  }

  private static String written(Duration duration) {
    return duration.isZero() ? "" : duration.toMillis() + "ms";
  }

  private static String escaped(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  static Effect read(String line) {
    SequencedMap<String, String> keys = new LinkedHashMap<>();
    for (String part : line.strip().split(" +", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new FaultException("expected KEY=VALUE parted by spaces, found " + part);
      }
      if (keys.put(part.substring(0, equals), unescaped(part.substring(equals + 1))) != null) {
        throw new FaultException("expected each key once, found twice: " + part);
      }
    }
    String id = taken(keys, "id");
    String started = taken(keys, "started");
    try {
      return ofKeys(id, Long.parseLong(started), keys);
    } catch (NumberFormatException e) {
      throw new FaultException("started: expected epoch milliseconds, found " + started);
    }
  }

  private static String unescaped(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new FaultException("expected a value escaped as in a URL, found " + value);
    }
  }

  private static String taken(Map<String, String> keys, String key) {
    String value = keys.remove(key);
    if (value == null || value.isEmpty()) {
      throw new FaultException("expected the key " + key + ", found none");
    }
    return value;
  }

  static Effect ofKeys(String id, long startedAtEpochMillis, Map<String, String> given) {
    SequencedMap<String, String> keys = new LinkedHashMap<>(given);
    String name = taken(keys, "effect");
    EffectKind kind =
        EffectKind.fromWire(name)
            .orElseThrow(() ->
                new FaultException(
                    "effect: expected one of "
                        + String.join(", ", EffectKind.wires())
                        + ", found "
                        + name));
    Selector where =
        new Selector(
            optional(keys, "service"),
            optional(keys, "region"),
            optional(keys, "version"),
            optional(keys, "pod"),
            optional(keys, "route"),
            number(keys, "share", Quantity.SHARE, 1),
            optional(keys, "flag"),
            optional(keys, "config"));
    Course course =
        new Course(
            duration(keys, "at"),
            duration(keys, "for"),
            duration(keys, "ramp"),
            duration(keys, "repeat_every"));
    return new Effect(id, kind, where, course, keys, startedAtEpochMillis);
  }

  private static String optional(Map<String, String> keys, String key) {
    String value = keys.remove(key);
    return value == null ? "" : value;
  }

  private static double number(
      Map<String, String> keys, String key, Quantity quantity, double fallback) {
    String value = keys.remove(key);
    if (value == null) {
      return fallback;
    }
    return quantity
        .read(value)
        .orElseThrow(() ->
            new FaultException(key + ": expected " + quantity.expected() + ", found " + value));
  }

  private static Duration duration(Map<String, String> keys, String key) {
    return Duration.ofNanos(Math.round(number(keys, key, Quantity.DURATION, 0) * 1e9));
  }
}
