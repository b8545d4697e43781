package dev.aegis.app.receive;

import dev.aegis.app.series.Dropped;
import dev.aegis.app.series.SeriesTable;

/** The points of one request on their way into the table, and what became of them. One thread. */
final class Writing {
  final SeriesTable.Writer writer;
  private long points;
  private long refused;
  private String why = "";

  Writing(SeriesTable.Writer writer) {
    this.writer = writer;
  }

  /** Writes a point; one that is merely old counts as known. */
  void point(int series, long millis, double value) {
    Dropped reason = writer.point(series, millis, value);
    if (reason == null || reason == Dropped.DUPLICATE || reason == Dropped.OUT_OF_ORDER) {
      points++;
    } else {
      refused++;
      why = reason.word();
    }
  }

  /** Counts a point of a kind that is not kept. */
  void refuse(Dropped reason) {
    writer.drop(reason, 1);
    refused++;
    why = reason.word();
  }

  Written written(long exemplars) {
    return new Written(points, refused, why, exemplars);
  }
}
