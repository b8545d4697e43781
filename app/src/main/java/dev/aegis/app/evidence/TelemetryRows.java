package dev.aegis.app.evidence;

import dev.aegis.app.intake.RowSink;
import dev.aegis.app.intake.RowSink.Field;
import dev.aegis.app.intake.RowSink.Holds;
import dev.aegis.app.intake.RowSink.Use;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was observed of an incident as rows, such as its recording has them: a question in its room
 * and one about its recording get the same answer.
 */
final class TelemetryRows {
  private static final Path NOWHERE = Path.of("telemetry");

  private static final List<Field> METRICS =
      List.of(
          new Field("service", Use.LABEL),
          new Field("region", Use.LABEL),
          new Field("version", Use.LABEL),
          new Field("pod", Use.LABEL),
          new Field("metric", Use.METRIC),
          new Field("value", Use.VALUE));
  private static final List<Field> LOGS =
      List.of(
          new Field("level", Use.LEVEL),
          new Field("service", Use.LABEL),
          new Field("message", Use.MESSAGE));

  private TelemetryRows() {}

  static void write(Telemetry telemetry, ServiceProfile profile, RowSink sink) {
    if (!telemetry.series().isEmpty()) {
      sink.begin(NOWHERE, Holds.METRICS, METRICS);
      telemetry.series().forEach(series -> write(series, sink));
      sink.end();
    }
    if (!telemetry.logs().isEmpty()) {
      sink.begin(NOWHERE, Holds.LOGS, LOGS);
      for (LogLine line : telemetry.logs()) {
        sink.row(
            line.at().toEpochMilli(),
            new @Nullable String[] {
              orNull(line.level()), orNull(line.service()), orNull(line.text())
            },
            new double[LOGS.size()]);
      }
      sink.end();
    }
    telemetry.spans().forEach(sink::span);
    for (Change change : telemetry.changes()) {
      sink.change(change, change.kind().name().toLowerCase(Locale.ROOT));
    }
    sink.objective(profile.service(), profile.slo().latencyP99Millis(), profile.slo().errorRatio());
  }

  private static void write(Series series, RowSink sink) {
    SeriesKey key = series.key();
    @Nullable String[] texts = {
      orNull(key.service()),
      orNull(key.region()),
      orNull(key.version()),
      orNull(key.pod()),
      key.metric().name(),
      null
    };
    double[] numbers = new double[METRICS.size()];
    for (int i = 0; i < series.size(); i++) {
      numbers[METRICS.size() - 1] = series.value(i);
      sink.row(series.epochMillis(i), texts, numbers);
    }
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
