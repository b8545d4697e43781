package dev.aegis.app.terminal;

import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Forecast;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * p99 over time on a log scale against the SLO: what was seen before now, then every future that
 * was replayed. Each curve has its own pen, its number written along it and its name at its end.
 */
final class Plot {
  private static final String TITLE = "p99, log scale; from now on as replayed (median)";
  private static final String BANDED = "p99, log scale; nine of ten replays lie in ";
  private static final int ROWS = 7;

  /** A band needs more to be told from its median. */
  private static final int BANDED_ROWS = 11;

  private static final int AXIS = 9;
  private static final int MIN_COLUMNS = 24;
  private static final int REJECTED_SHOWN = 2;
  private static final double MINUTE = 60;

  private final String title;
  private final int rows;

  /** The lower and the upper edge of the band; empty where none is drawn. */
  private final List<Curve> band;

  private final List<Curve> curves;
  private final double slo;
  private final Page page;
  private final double from;
  private final double to;
  private final double low;
  private final double high;

  private Plot(
      String title, int rows, List<Curve> band, List<Curve> curves, double slo, Page page) {
    this.title = title;
    this.rows = rows;
    this.band = band;
    this.curves = curves;
    this.slo = slo;
    this.page = page;
    List<Curve> drawn = Stream.concat(curves.stream(), band.stream()).toList();
    double first = times(curves).min().orElse(0);
    double last = times(curves).max().orElse(0);
    // A long past would squeeze the futures, which are what is decided upon.
    double oldest = last > 0 ? Math.max(first, -last / 2) : first;
    this.from = Math.min(oldest, 0);
    this.to = Math.max(last, from + MINUTE);
    double least = Math.min(values(drawn).min().orElse(slo), slo);
    double most = Math.max(values(drawn).max().orElse(slo), slo);
    this.low = Math.log(least / 1.15);
    this.high = Math.log(most * 1.15);
  }

  private static java.util.stream.DoubleStream times(List<Curve> curves) {
    return curves.stream().flatMap(c -> c.points().stream()).mapToDouble(Curve.Point::seconds);
  }

  private static java.util.stream.DoubleStream values(List<Curve> curves) {
    return curves.stream().flatMap(c -> c.points().stream()).mapToDouble(Curve.Point::millis);
  }

  /** The lines of the plot; none when no replay gave a forecast. */
  static List<List<Span>> of(Incident record, Page page) {
    // A twin that could not be made to fit has no say about the future.
    List<Incident.Attempt> replayed =
        record.attemptsInThisSearch().stream()
            .filter(a -> a.result() != null && a.result().replications() > 0)
            .toList();
    Optional<Double> slo = record.signal().map(s -> s.slo().latencyP99Millis());
    if (replayed.isEmpty() || slo.isEmpty()) {
      return List.of();
    }
    List<Curve> curves = curves(replayed).stream().filter(c -> !c.isEmpty()).toList();
    boolean told = values(curves).anyMatch(millis -> millis > slo.get());
    return told ? new Plot(TITLE, ROWS, List.of(), curves, slo.get(), page).draw() : List.of();
  }

  /** One fix with the band of its replays; nothing when no replay gave a forecast. */
  static List<List<Span>> of(ValidationResult result, double slo, Page page) {
    if (result.replications() == 0) {
      return List.of();
    }
    Forecast fix = result.withFix();
    Pen pen = Pen.of(result.verdict());
    List<Curve> curves =
        Stream.of(
                Curve.of(Pen.OBSERVED, "observed", 0, result.observed(), t -> t <= 0),
                Curve.of(Pen.DO_NOTHING, "do nothing", 0, result.doNothing(), t -> t >= 0),
                Curve.of(pen, result.verdict().name(), 0, fix, t -> t >= 0))
            .filter(c -> !c.isEmpty())
            .toList();
    Curve low = Curve.of(Pen.BAND, "", 0, fix, Forecast.Point::p99LowMillis, t -> t >= 0);
    Curve high = Curve.of(Pen.BAND, "", 0, fix, Forecast.Point::p99HighMillis, t -> t >= 0);
    boolean banded = !low.isEmpty() && !high.isEmpty();
    String title = BANDED + Character.toString(Pen.BAND.glyph(page.glyphs(), Pen.LEVEL));
    return curves.isEmpty()
        ? List.of()
        : new Plot(title, BANDED_ROWS, banded ? List.of(low, high) : List.of(), curves, slo, page)
            .draw();
  }

  private static List<Curve> curves(List<Incident.Attempt> replayed) {
    List<Curve> curves = new ArrayList<>();
    newest(replayed, ValidationResult::observed, Pen.OBSERVED, "observed").ifPresent(curves::add);
    newest(replayed, ValidationResult::doNothing, Pen.DO_NOTHING, "do nothing")
        .ifPresent(curves::add);
    long skipped =
        Math.max(0, replayed.stream().filter(a -> !a.was(Verdict.PASS)).count() - REJECTED_SHOWN);
    for (Incident.Attempt a : replayed) {
      ValidationResult result = a.result();
      if (result == null || (!a.was(Verdict.PASS) && skipped-- > 0)) {
        continue;
      }
      int number = a.proposal().attempt();
      String name = "fix " + number + " " + result.verdict().name();
      curves.add(Curve.of(Pen.of(result.verdict()), name, number, result.withFix(), t -> t >= 0));
    }
    return curves;
  }

  private static Optional<Curve> newest(
      List<Incident.Attempt> replayed,
      java.util.function.Function<ValidationResult, Forecast> which,
      Pen pen,
      String name) {
    boolean past = pen == Pen.OBSERVED;
    return replayed.reversed().stream()
        .map(Incident.Attempt::result)
        .filter(java.util.Objects::nonNull)
        .map(r -> Curve.of(pen, name, 0, which.apply(r), t -> past ? t <= 0 : t >= 0))
        .filter(c -> !c.isEmpty())
        .findFirst();
  }

  private List<List<Span>> draw() {
    List<Label> labels = labels();
    int widest = labels.stream().mapToInt(l -> Cells.of(l.text())).max().orElse(0);
    int beside = page.width() - AXIS - widest - 1;
    boolean fits = beside >= MIN_COLUMNS;
    Canvas canvas = new Canvas(fits ? beside : page.width() - AXIS, rows);
    paint(canvas);
    List<List<Span>> lines = new ArrayList<>();
    lines.addAll(new Paragraph(page.glyphs()).add(Ink.DIM, title).lines(page.width()));
    for (int row = rows - 1; row >= 0; row--) {
      lines.add(row(canvas, row, fits ? labels : List.of()));
    }
    lines.addAll(timeAxis(canvas.columns()));
    if (!fits) {
      labels.forEach(l -> lines.add(List.of(Span.plain("  "), new Span(l.ink(), l.text()))));
    }
    return lines;
  }

  private void paint(Canvas canvas) {
    if (!band.isEmpty()) {
      shade(
          canvas, rows(band.getFirst(), canvas.columns()), rows(band.getLast(), canvas.columns()));
    }
    int sloRow = rowOf(slo);
    for (int column = 0; column < canvas.columns(); column += 2) {
      canvas.put(column, sloRow, '-', Pen.SLO.ink());
    }
    for (Curve curve : curves) {
      canvas.draw(curve, rows(curve, canvas.columns()), page.glyphs());
    }
  }

  private void shade(Canvas canvas, int[] lower, int[] upper) {
    char glyph = Pen.BAND.glyph(page.glyphs(), Pen.LEVEL);
    for (int column = 0; column < lower.length; column++) {
      boolean known = lower[column] != Canvas.NOWHERE && upper[column] != Canvas.NOWHERE;
      for (int row = lower[column]; known && row <= upper[column]; row++) {
        canvas.put(column, row, glyph, Pen.BAND.ink());
      }
    }
  }

  private int[] rows(Curve curve, int columns) {
    double step = (to - from) / columns;
    int[] rowOf = new int[columns];
    for (int column = 0; column < columns; column++) {
      // The last column is closed at its end, or the last point would fall off the edge.
      double start = from + column * step;
      double end = column + 1 == columns ? to : Math.nextDown(start + step);
      double value = curve.at(start, end);
      rowOf[column] = Double.isNaN(value) ? Canvas.NOWHERE : rowOf(value);
    }
    return rowOf;
  }

  private int rowOf(double millis) {
    double share = (Math.log(millis) - low) / (high - low);
    return (int) Math.clamp(Math.floor(share * rows), 0, rows - 1);
  }

  /** A name at the end of a curve, in a row of its own. */
  private record Label(double millis, int row, Ink ink, String text) {}

  private List<Label> labels() {
    List<Label> wanted = new ArrayList<>();
    wanted.add(label(Pen.SLO, "SLO", slo));
    for (Curve curve : curves) {
      if (curve.pen() != Pen.OBSERVED) {
        wanted.add(label(curve.pen(), curve.name(), curve.last()));
      }
    }
    if (curves.stream().allMatch(c -> c.pen() == Pen.OBSERVED)) {
      wanted.add(label(Pen.OBSERVED, "observed", curves.getFirst().last()));
    }
    wanted.sort(Comparator.comparingDouble(Label::millis));
    return spread(wanted);
  }

  private Label label(Pen pen, String name, double millis) {
    String key = Character.toString(pen.glyph(page.glyphs(), Pen.LEVEL)).repeat(2) + " ";
    String text = (pen == Pen.SLO ? "" : key) + name + " " + Figures.millis(millis);
    return new Label(millis, rowOf(millis), pen.ink(), text);
  }

  /** Moves labels apart, upwards first and back down where the top is reached. */
  private List<Label> spread(List<Label> ascending) {
    int count = ascending.size();
    int[] at = new int[count];
    for (int i = 0; i < count; i++) {
      int below = i == 0 ? 0 : at[i - 1] + 1;
      at[i] = Math.max(ascending.get(i).row(), below);
    }
    for (int i = count - 1, ceiling = rows - 1; i >= 0; i--) {
      at[i] = Math.min(at[i], ceiling);
      ceiling = at[i] - 1;
    }
    List<Label> placed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Label l = ascending.get(i);
      placed.add(new Label(l.millis(), at[i], l.ink(), l.text()));
    }
    return placed;
  }

  private List<Span> row(Canvas canvas, int row, List<Label> labels) {
    List<Span> line = new ArrayList<>();
    Optional<String> tick = tick(row);
    String figure = String.format(Locale.ROOT, "%7s", tick.orElse(""));
    line.add(new Span(Ink.DIM, figure + " " + axis(tick.isPresent() ? '┤' : '│')));
    line.addAll(canvas.row(row));
    labels.stream()
        .filter(l -> l.row() == row)
        .forEach(l -> {
          line.add(Span.plain(" "));
          line.add(new Span(l.ink(), l.text()));
        });
    return line;
  }

  private char axis(char unicode) {
    return page.glyphs() == Glyphs.UNICODE ? unicode : unicode == '│' ? '|' : '+';
  }

  /**
   * A round figure (1, 2 or 5 times a power of ten) inside the row, on every second row at most.
   */
  private Optional<String> tick(int row) {
    if (row == rowOf(slo)) {
      return Optional.of(Figures.millis(slo));
    }
    if (Math.abs(row - rowOf(slo)) % 2 == 1) {
      return Optional.empty();
    }
    double bottom = Math.exp(low + row * (high - low) / rows);
    double top = Math.exp(low + (row + 1) * (high - low) / rows);
    for (double power = Math.pow(10, Math.floor(Math.log10(bottom))); power < top; power *= 10) {
      for (double digit : new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}) {
        if (digit * power >= bottom && digit * power < top) {
          return Optional.of(Figures.millis(digit * power));
        }
      }
    }
    return Optional.empty();
  }

  private List<List<Span>> timeAxis(int columns) {
    int now = (int) Math.clamp(Math.floor(-from / (to - from) * columns), 0, columns - 1);
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      line.append(column == now ? axis('┴') : page.glyphs() == Glyphs.UNICODE ? '─' : '-');
    }
    char corner = page.glyphs() == Glyphs.UNICODE ? '└' : '+';
    String start = from < 0 ? "-" + Figures.seconds(-from) : "";
    String end = "+" + Figures.seconds(to);
    StringBuilder words = new StringBuilder(" ".repeat(columns));
    put(words, Math.max(now - 1, 0), "now");
    if (to > 0) {
      put(words, columns - end.length(), end);
    }
    if (start.length() + 1 < now) {
      put(words, 0, start);
    }
    return List.of(
        List.of(new Span(Ink.DIM, " ".repeat(AXIS - 1) + corner + line)),
        List.of(new Span(Ink.DIM, " ".repeat(AXIS) + words.toString().stripTrailing())));
  }

  private static void put(StringBuilder line, int at, String text) {
    int column = Math.clamp(at, 0, Math.max(0, line.length() - text.length()));
    line.replace(column, column + text.length(), text);
  }
}
