package dev.aegis.app.serve;

import dev.aegis.app.live.MetricNames;
import dev.aegis.app.live.ReceivedScrapes;
import dev.aegis.app.pull.PrometheusServer;
import dev.aegis.app.pull.PullException;
import dev.aegis.app.scrape.Scrape;
import dev.aegis.app.series.SeriesTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Reads what servers measured before this process began, so that there is a baseline at once: in
 * pieces, oldest first, each replayed step by step through a table of its own as if it had just
 * come in. What was measured last goes over into the live table. A server that fails is said so and
 * left out; whatever takes too long or is too much is cut short, and said.
 */
final class Backfill {
  /** Samples of one piece, of all servers. */
  static final int MOST_SAMPLES = 4_000_000;

  private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

  private final ServeConfig config;
  private final MetricNames names;
  private final List<PulledServer> servers;
  private final SeriesTable live;
  private final InstantSource clock;
  private final Traffic traffic;
  private final Consumer<String> notices;
  private final Map<PulledServer, Long> samples = new HashMap<>();
  private volatile Instant replayed = Instant.EPOCH;
  private volatile boolean closed;

  Backfill(
      ServeConfig config,
      List<PulledServer> servers,
      SeriesTable live,
      InstantSource clock,
      Traffic traffic,
      Consumer<String> notices) {
    this.config = config;
    this.names = config.names();
    this.servers = servers;
    this.live = live;
    this.clock = clock;
    this.traffic = traffic;
    this.notices = notices;
  }

  /** A part of a series that is being replayed. */
  private static final class Past {
    private final Map<String, String> labels;
    private final long[] millis;
    private final double[] values;
    private int series = SeriesTable.Writer.NONE;
    private int next;

    Past(Map<String, String> labels, long[] millis, double[] values) {
      this.labels = labels;
      this.millis = millis;
      this.values = values;
    }
  }

  /** There are more samples than may be. */
  private static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Hands on every reading of the past, oldest first, the last one of about now.
   *
   * @return whether there was any
   */
  boolean run(Consumer<Scrape> reading) {
    Instant begun = clock.instant();
    List<PulledServer> asked = new ArrayList<>(servers);
    long steps = config.history().dividedBy(config.step());
    long inPiece = Math.max(1, PrometheusServer.PIECE.dividedBy(config.step()));
    Instant first =
        Instant.ofEpochMilli(begun.toEpochMilli()).minus(config.step().multipliedBy(steps));
    SeriesTable table = new SeriesTable(config.limits(), names.matter(), () -> replayed, 0);
    ReceivedScrapes received = new ReceivedScrapes(table, names, config.silence());
    List<Past> piece = List.of();
    for (long from = 0; from < steps && !asked.isEmpty() && !closed; from += inPiece) {
      if (begun.plus(TIME_LIMIT).isBefore(clock.instant())) {
        notices.accept("the past was read up to " + replayed + " only: it takes too long");
        break;
      }
      long to = Math.min(steps, from + inPiece);
      replayed = at(first, from);
      piece = piece(asked, replayed, at(first, to));
      define(table, piece);
      for (long step = from + 1; step <= to; step++) {
        replayed = at(first, step);
        write(table, piece, replayed.toEpochMilli());
        reading.accept(received.read(replayed));
      }
      table.sweep();
    }
    handOver(piece);
    asked.forEach(server -> finished(server, begun));
    return !samples.isEmpty();
  }

  private Instant at(Instant first, long step) {
    return first.plus(config.step().multipliedBy(step));
  }

  /** What all of them measured in a window. */
  private List<Past> piece(List<PulledServer> asked, Instant after, Instant upTo) {
    List<Past> piece = new ArrayList<>();
    long[] many = {0};
    for (PulledServer server : List.copyOf(asked)) {
      long before = many[0];
      try {
        var _ =
            server
                .server()
                .samples(
                    names.all(),
                    after,
                    upTo,
                    (labels, millis, values, count) -> {
                      many[0] += count;
                      if (many[0] > MOST_SAMPLES) {
                        throw new TooMuch();
                      }
                      piece.add(
                          new Past(
                              labels, Arrays.copyOf(millis, count), Arrays.copyOf(values, count)));
                    });
        samples.merge(server, many[0] - before, Long::sum);
      } catch (PullException e) {
        leaveOut(asked, server, Objects.requireNonNullElse(e.getMessage(), ""));
      } catch (TooMuch e) {
        leaveOut(
            asked,
            server,
            "expected at most "
                + MOST_SAMPLES
                + " samples in "
                + Duration.between(after, upTo).toMinutes()
                + " minutes, found more; ask for less with match");
      } catch (InterruptedException e) {
        closed = true;
        Thread.currentThread().interrupt();
      }
    }
    return piece;
  }

  private void leaveOut(List<PulledServer> asked, PulledServer server, String why) {
    asked.remove(server);
    if (!closed) {
      traffic.add(server.counter("aegis_pull_failures_total"), 1);
      notices.accept(server.name() + ": no further past could be read: " + why);
    }
  }

  private static void define(SeriesTable table, List<Past> piece) {
    try (SeriesTable.Writer writer = table.write()) {
      piece.forEach(past -> past.series = series(writer, past));
    }
  }

  private static int series(SeriesTable.Writer writer, Past past) {
    writer.labels();
    past.labels.forEach(writer::label);
    return writer.series();
  }

  /** Writes what was measured up to then and is not written yet. */
  private static void write(SeriesTable table, List<Past> piece, long upToMillis) {
    try (SeriesTable.Writer writer = table.write()) {
      for (Past past : piece) {
        while (past.next < past.millis.length && past.millis[past.next] <= upToMillis) {
          var _ = writer.point(past.series, past.millis[past.next], past.values[past.next]);
          past.next++;
        }
      }
    }
  }

  /** So that the first look at the live table sees what the last look at the past saw. */
  private void handOver(List<Past> piece) {
    try (SeriesTable.Writer writer = live.write()) {
      for (Past past : piece) {
        int last = past.next - 1;
        if (last >= 0) {
          var _ = writer.point(series(writer, past), past.millis[last], past.values[last]);
        }
      }
    }
  }

  private void finished(PulledServer server, Instant begun) {
    long many = samples.getOrDefault(server, 0L);
    traffic.add(server.counter("aegis_past_samples_total"), many);
    if (many > 0) {
      server.upTo(begun.minus(config.step().dividedBy(2)));
    }
    if (!closed) {
      notices.accept(
          server.name()
              + ": "
              + many
              + " samples of the last "
              + config.history().toMinutes()
              + " minutes read");
    }
  }

  /** Gives up what is being read; may be called by another thread. */
  void stop() {
    closed = true;
    servers.forEach(PulledServer::close);
  }
}
