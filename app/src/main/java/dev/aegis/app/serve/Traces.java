package dev.aegis.app.serve;

import dev.aegis.app.live.ReceivedSpans;
import dev.aegis.app.mask.Masking;
import dev.aegis.app.receive.MalformedException;
import dev.aegis.app.receive.OtlpAnswer;
import dev.aegis.app.receive.OtlpSpans;
import dev.aegis.app.receive.SpanSeries;
import dev.aegis.app.series.SeriesTable;
import dev.aegis.telemetry.Span;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Traces that others push: the newest spans for evidence, and series of how long requests took.
 * Thread-safe.
 */
final class Traces {
  /** Spans that are kept, of all services. */
  static final int SPANS = 20_000;

  private final ReceivedSpans kept;
  private final SpanSeries series;
  private final Traffic traffic;

  Traces(SeriesTable table, ServeConfig config, Masking masking, Traffic traffic) {
    Set<String> declared = new HashSet<>();
    config.services().forEach(each -> declared.addAll(Masking.declared(each.profile())));
    this.kept =
        new ReceivedSpans(
            SPANS, config.history(), span -> masking.span(span, Set.copyOf(declared)));
    this.series = new SpanSeries(table);
    this.traffic = traffic;
  }

  /**
   * Takes an export.
   *
   * @throws MalformedException when it is none; the spans before the fault are kept
   */
  OtlpAnswer accept(byte[] message, Instant now) {
    AtomicLong untimely = new AtomicLong();
    OtlpSpans.Taken taken =
        OtlpSpans.accept(
            message,
            (who, side, span) -> {
              Span cleaned = kept.add(span, now);
              if (cleaned == null) {
                untimely.incrementAndGet();
              } else {
                series.add(who, side, cleaned, now);
              }
            });
    traffic.add("aegis_spans_total", taken.spans() - untimely.get());
    traffic.add(dropped("untimely"), untimely.get());
    traffic.add(dropped("incomplete"), taken.refused());
    long rejected = taken.refused() + untimely.get();
    return rejected == 0
        ? OtlpAnswer.KEPT
        : new OtlpAnswer(
            rejected,
            untimely.get()
                + " began too long ago or in the future, "
                + taken.refused()
                + " have no ids of their own or no end after their start");
  }

  private static String dropped(String reason) {
    return "aegis_spans_dropped_total{reason=\"" + reason + "\"}";
  }

  /** What is kept, in the order in which it came. */
  List<Span> spans() {
    return kept.spans();
  }

  /** Writes what spans tell of requests, as of now. */
  void measure(Instant now) {
    series.write(now);
    traffic.set(dropped("made_room"), kept.forgotten());
    traffic.set("aegis_spans_kept", kept.spans().size());
  }
}
