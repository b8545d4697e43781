package dev.aegis.lab.command;

import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** What the lab's service was seen to do, written by hand: a point every two seconds. */
final class LabTelemetry {
  static final ServiceProfile PROFILE = LabProfile.read();
  static final String EAST = "us-east-1";
  static final String WEST = "us-west-2";
  static final Instant START = Instant.parse("2026-03-14T03:00:00Z");
  static final int STEP_SECONDS = 2;

  private final int points;
  private final List<Series> series = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();

  LabTelemetry(int points) {
    this.points = points;
  }

  static Instant at(int point) {
    return START.plusSeconds((long) STEP_SECONDS * point);
  }

  LabTelemetry with(Metric metric, String region, IntToDoubleFunction value) {
    long[] times = new long[points];
    double[] values = new double[points];
    for (int i = 0; i < points; i++) {
      times[i] = at(i).toEpochMilli();
      values[i] = value.applyAsDouble(i);
    }
    series.add(new Series(SeriesKey.of(metric, PROFILE.service(), region), times, values));
    return this;
  }

  LabTelemetry with(Change change) {
    changes.add(change);
    return this;
  }

  Telemetry all() {
    return new Telemetry(series, changes, List.of());
  }
}
