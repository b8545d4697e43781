package dev.aegis.app.mask;

import dev.aegis.app.intake.RowSink;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Span;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes rows on with every text in them masked. */
public final class MaskedRows implements RowSink {
  private static final String VERSION = "version";

  private final RowSink to;
  private final Masking masking;
  private boolean[] versions = {};

  public MaskedRows(RowSink to, Masking masking) {
    this.to = to;
    this.masking = masking;
  }

  @Override
  public void begin(Path file, Holds holds, List<Field> fields) {
    versions = new boolean[fields.size()];
    for (int i = 0; i < versions.length; i++) {
      versions[i] = fields.get(i).name().toLowerCase(Locale.ROOT).contains(VERSION);
    }
    // A secret that somebody took for the name of a column would be told with every answer.
    to.begin(
        file, holds, fields.stream().map(f -> new Field(masking.text(f.name()), f.use())).toList());
  }

  @Override
  public void row(long epochMillis, @Nullable String[] texts, double[] numbers) {
    @Nullable String[] masked = texts.clone();
    for (int i = 0; i < masked.length; i++) {
      String text = texts[i];
      if (text != null) {
        masked[i] = versions[i] ? masking.version(text) : masking.text(text);
      }
    }
    to.row(epochMillis, masked, numbers);
  }

  @Override
  public void span(Span span) {
    to.span(masking.span(span, Set.of()));
  }

  @Override
  public void objective(String service, double p99Millis, double errorShare) {
    to.objective(masking.text(service), p99Millis, errorShare);
  }

  @Override
  public void end() {
    to.end();
  }

  @Override
  public void change(Change change, String kind) {
    to.change(masking.change(change), kind);
  }
}
