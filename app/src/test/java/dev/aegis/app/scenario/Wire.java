package dev.aegis.app.scenario;

import dev.aegis.app.wire.RoomJson;
import dev.aegis.room.Action;
import dev.aegis.room.Execution;
import dev.aegis.room.Intent;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Telemetry;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a {@link FarWorld} and its {@link WorldServer} say to each other, in bytes. */
final class Wire {
  private Wire() {}

  /** What a process asks of its world. Each is answered before the process goes on. */
  enum Ask {
    NOW,
    TICK,
    TELEMETRY,
    STATE,
    REHEARSE,
    DISPATCH,
    LOOK,
    MOMENT,
    ACKNOWLEDGED
  }

  static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  /** As a step of a plan, which has a wire form; an action alone has none. */
  static void writeAction(DataOutputStream out, Action action) throws IOException {
    Execution step = new Execution("", 0, 1, false, action, Execution.State.ARMED, "", "");
    writeText(out, RoomJson.writePayload(step));
  }

  static Action readAction(DataInputStream in) throws IOException {
    return ((Execution) RoomJson.readPayload(Intent.EXECUTION, readText(in))).action();
  }

  static void writeTelemetry(DataOutputStream out, Telemetry telemetry) throws IOException {
    out.writeInt(telemetry.series().size());
    for (Series series : telemetry.series()) {
      writeSeries(out, series);
    }
    out.writeInt(telemetry.changes().size());
    for (Change change : telemetry.changes()) {
      writeChange(out, change);
    }
    if (!telemetry.logs().isEmpty()) {
      throw new IllegalStateException("expected no log lines of a simulated production");
    }
  }

  static Telemetry readTelemetry(DataInputStream in) throws IOException {
    List<Series> series = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      series.add(readSeries(in));
    }
    List<Change> changes = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      changes.add(readChange(in));
    }
    return new Telemetry(series, changes, List.of());
  }

  private static void writeSeries(DataOutputStream out, Series series) throws IOException {
    SeriesKey key = series.key();
    writeTexts(out, key.metric().name(), key.service(), key.region(), key.version(), key.pod());
    out.writeInt(series.size());
    for (int i = 0; i < series.size(); i++) {
      out.writeLong(series.epochMillis(i));
      out.writeDouble(series.value(i));
    }
  }

  private static Series readSeries(DataInputStream in) throws IOException {
    Metric metric = new Metric(readText(in));
    SeriesKey key = new SeriesKey(metric, readText(in), readText(in), readText(in), readText(in));
    long[] times = new long[in.readInt()];
    double[] values = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = in.readLong();
      values[i] = in.readDouble();
    }
    return new Series(key, times, values);
  }

  private static void writeChange(DataOutputStream out, Change change) throws IOException {
    writeTexts(
        out,
        change.at().toString(),
        change.kind().name(),
        change.service(),
        change.region(),
        change.version(),
        change.previous(),
        change.description(),
        change.setting());
  }

  private static Change readChange(DataInputStream in) throws IOException {
    return new Change(
        Instant.parse(readText(in)),
        Change.Kind.valueOf(readText(in)),
        readText(in),
        readText(in),
        readText(in),
        readText(in),
        readText(in),
        readText(in));
  }

  private static void writeTexts(DataOutputStream out, String... texts) throws IOException {
    for (String text : texts) {
      writeText(out, text);
    }
  }
}
