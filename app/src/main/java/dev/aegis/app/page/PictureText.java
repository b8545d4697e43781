package dev.aegis.app.page;

import dev.aegis.room.Forecast;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A picture in figures: JSON for the page that draws it, CSV for people. */
final class PictureText {
  private PictureText() {}

  /** {@code {"slo":{…},"marks":[…],"curves":[{"name","kind","points":[[t,low,p99,high,…]]}]}}. */
  static String json(ReplayPicture picture) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      out.writeNumberProperty("p99Slo", picture.p99Slo());
      out.writeNumberProperty("errorSlo", picture.errorSlo());
      out.writeArrayPropertyStart("marks");
      picture.marks().forEach(mark -> mark(out, mark));
      out.writeEndArray();
      out.writeArrayPropertyStart("curves");
      picture.curves().stream().filter(c -> !c.points().isEmpty()).forEach(c -> curve(out, c));
      out.writeEndArray();
      out.writeEndObject();
    }
    return text.toString();
  }

  private static void mark(JsonGenerator out, ReplayPicture.Mark mark) {
    out.writeStartObject();
    out.writeNumberProperty("at", seconds(mark.at()));
    out.writeStringProperty("label", mark.label());
    out.writeStringProperty("kind", mark.kind());
    out.writeEndObject();
  }

  private static void curve(JsonGenerator out, ReplayPicture.Curve curve) {
    out.writeStartObject();
    out.writeStringProperty("name", curve.name());
    out.writeStringProperty("kind", curve.kind());
    out.writeArrayPropertyStart("points");
    for (Forecast.Point p : curve.points()) {
      out.writeStartArray();
      for (double value : row(curve, p)) {
        out.writeNumber(rounded(value));
      }
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static double[] row(ReplayPicture.Curve curve, Forecast.Point p) {
    return new double[] {
      seconds(curve.from()) + p.secondsFromNow(),
      p.p99LowMillis(),
      p.p99Millis(),
      p.p99HighMillis(),
      p.errorLow(),
      p.errorRatio(),
      p.errorHigh()
    };
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }

  private static double seconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }

  /** A row a point; times are ISO 8601, latencies milliseconds, errors shares of requests. */
  static String csv(ReplayPicture picture) {
    StringBuilder text =
        new StringBuilder(
            "future,time,p99_low_ms,p99_ms,p99_high_ms,errors_low,errors,errors_high\n");
    for (ReplayPicture.Curve curve : picture.curves()) {
      for (Forecast.Point p : curve.points()) {
        Instant at = curve.from().plusMillis(Math.round(p.secondsFromNow() * 1000));
        text.append(
            String.format(
                Locale.ROOT,
                "%s,%s,%.1f,%.1f,%.1f,%.5f,%.5f,%.5f%n",
                curve.name(),
                at,
                p.p99LowMillis(),
                p.p99Millis(),
                p.p99HighMillis(),
                p.errorLow(),
                p.errorRatio(),
                p.errorHigh()));
      }
    }
    return text.toString();
  }
}
