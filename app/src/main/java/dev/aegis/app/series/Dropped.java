package dev.aegis.app.series;

import java.util.Locale;

/** Why a point was not kept. */
public enum Dropped {
  /** Of a new series, when there were as many as may be. */
  SERIES_LIMIT,
  /** Of a series with more labels than may be. */
  LABEL_COUNT,
  /** Of a series with a longer label than may be. */
  LABEL_LENGTH,
  /** Of a new series, when all labels together had as many bytes as may be. */
  SYMBOL_BYTES,
  /** Of a series without a name, or with a label twice. */
  BAD_LABELS,
  /** Older than the newest of its series. */
  OUT_OF_ORDER,
  /** As old as the newest of its series; a sender that repeats itself. */
  DUPLICATE,
  /** Later than now by more than clocks differ. */
  FUTURE,
  /** A native histogram, which holds no buckets that could be told apart. */
  NATIVE_HISTOGRAM,
  /** A summary of OTLP: quantiles of one process cannot be put together with another's. */
  SUMMARY;

  /** As the label of a metric. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
