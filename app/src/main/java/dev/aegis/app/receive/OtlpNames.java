package dev.aegis.app.receive;

import java.math.BigDecimal;
import java.util.Map;

/**
 * Names of OTLP as Prometheus writes them: no dots, the unit and the kind at the end (<a
 * href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">the
 * compatibility specification</a>).
 */
final class OtlpNames {
  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("s", "seconds"),
          Map.entry("ms", "milliseconds"),
          Map.entry("us", "microseconds"),
          Map.entry("ns", "nanoseconds"),
          Map.entry("min", "minutes"),
          Map.entry("h", "hours"),
          Map.entry("d", "days"),
          Map.entry("By", "bytes"),
          Map.entry("KiBy", "kibibytes"),
          Map.entry("MiBy", "mebibytes"),
          Map.entry("%", "percent"),
          Map.entry("Cel", "celsius"));

  private OtlpNames() {}

  static String of(String name, String unit, boolean counter, boolean gauge) {
    StringBuilder plain = new StringBuilder(name.length() + 16);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
      boolean digit = c >= '0' && c <= '9';
      if (digit && plain.isEmpty()) {
        plain.append('_');
      }
      boolean doubled =
          !kept && !digit && !plain.isEmpty() && plain.charAt(plain.length() - 1) == '_';
      if (!doubled) {
        plain.append(kept || digit ? c : '_');
      }
    }
    String suffix = unit.equals("1") && gauge ? "ratio" : UNITS.getOrDefault(unit, "");
    if (!suffix.isEmpty() && !plain.toString().endsWith("_" + suffix)) {
      plain.append('_').append(suffix);
    }
    if (counter && !plain.toString().endsWith("_total")) {
      plain.append("_total");
    }
    return plain.toString();
  }

  /** The bound of a bucket as the label {@code le} has it. */
  static String bound(double bound) {
    if (!Double.isFinite(bound)) {
      return bound == Double.POSITIVE_INFINITY ? "+Inf" : Double.toString(bound);
    }
    String plain = new BigDecimal(Double.toString(bound)).toPlainString();
    return plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain;
  }
}
