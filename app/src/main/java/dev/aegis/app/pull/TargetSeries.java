package dev.aegis.app.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.scrape.Exposition;
import dev.aegis.app.scrape.Sample;
import dev.aegis.app.scrape.SeriesName;
import dev.aegis.app.series.SeriesTable;
import dev.aegis.app.series.Spelling;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What one target says, as series of the table, the way Prometheus writes it: with the labels of
 * the target, of which a series that has one of its own keeps it as {@code exported_}…; and what
 * the target says no more, or none of it when it does not answer, is marked as gone by a value that
 * is no number. Series that nobody asks for are left out. One caller at a time.
 */
public final class TargetSeries {
  private static final String NAME = "__name__";
  private static final String EXPORTED = "exported_";

  /** What no labels of another sender begin with, so that their spellings are never the same. */
  private static final int OWN = 0;

  private final Map<String, String> labels;
  private final Predicate<String> matter;
  private final Map<SeriesName, Spelt> said = new HashMap<>();
  private int round;

  /**
   * Nothing said yet.
   *
   * @param labels of the target: at least {@code job} and {@code instance}
   * @param matter names of metrics that are kept
   */
  public TargetSeries(Map<String, String> labels, Predicate<String> matter) {
    this.labels = new TreeMap<>(labels);
    this.matter = matter;
  }

  /** A series with its labels put together once. */
  private static final class Spelt {
    private final Map<String, String> labels;
    private final byte[] spelling;
    private int round;
    private boolean timed;

    Spelt(Map<String, String> labels) {
      this.labels = labels;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(OWN);
      labels.forEach((name, value) -> {
        put(bytes, name);
        put(bytes, value);
      });
      this.spelling = bytes.toByteArray();
    }

    /** With its length, so that no value can be taken for several labels. */
    private static void put(ByteArrayOutputStream bytes, String text) {
      byte[] utf8 = text.getBytes(UTF_8);
      bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
      bytes.writeBytes(utf8);
    }
  }

  /**
   * Writes an answer.
   *
   * @param epochMillis when it was there, for samples that do not say when they were measured
   * @return samples that matter
   */
  public int write(SeriesTable.Writer writer, Exposition exposition, long epochMillis) {
    round++;
    int kept = 0;
    for (Sample sample : exposition.samples()) {
      if (matter.test(sample.series().name())) {
        Spelt spelt = said.computeIfAbsent(sample.series(), s -> new Spelt(all(s)));
        spelt.round = round;
        spelt.timed = sample.epochMillis() != Sample.UNTIMED;
        var _ =
            writer.point(
                series(writer, spelt),
                spelt.timed ? sample.epochMillis() : epochMillis,
                sample.value());
        kept++;
      }
    }
    forget(writer, epochMillis);
    return kept;
  }

  /** Marks everything it said as gone. */
  public void gone(SeriesTable.Writer writer, long epochMillis) {
    round++;
    forget(writer, epochMillis);
  }

  /** What was said with a time of its own is not marked: nobody knows when it was over. */
  private void forget(SeriesTable.Writer writer, long epochMillis) {
    for (Iterator<Spelt> all = said.values().iterator(); all.hasNext(); ) {
      Spelt spelt = all.next();
      if (spelt.round != round) {
        if (!spelt.timed) {
          var _ = writer.point(series(writer, spelt), epochMillis, Double.NaN);
        }
        all.remove();
      }
    }
  }

  private static int series(SeriesTable.Writer writer, Spelt spelt) {
    Spelling spelling = writer.spelling().then(spelt.spelling, 0, spelt.spelling.length);
    int known = writer.known(spelling);
    if (known >= 0) {
      return known;
    }
    writer.labels();
    spelt.labels.forEach(writer::label);
    int series = writer.series();
    writer.spelt(spelling, series);
    return series;
  }

  private Map<String, String> all(SeriesName series) {
    Map<String, String> all = new TreeMap<>(labels);
    for (Map.Entry<String, String> own : series.labels().entrySet()) {
      String name = own.getKey();
      while (all.containsKey(name)) {
        name = EXPORTED + name;
      }
      all.put(name, own.getValue());
    }
    all.put(NAME, series.name());
    return all;
  }
}
