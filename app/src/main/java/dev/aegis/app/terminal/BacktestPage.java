package dev.aegis.app.terminal;

import dev.aegis.postmortem.Figures;
import dev.aegis.telemetry.Window;
import dev.aegis.twin.Backtest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the twin could vouch for, for people: a line a window with what was seen and foretold, then
 * the actions and what to record or declare to get further.
 *
 * @param width cells in a line of text; a table is as wide as its columns, below 80
 */
public record BacktestPage(Style style, Glyphs glyphs, int width) {
  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Duration SHORT_FROM = Duration.ofMinutes(10);
  private static final int LABEL = 16;

  /**
   * A service in a region.
   *
   * @param windows oldest first
   * @param vouched one a kind of action
   * @param advice what to record or declare, one sentence each
   */
  public record Place(
      String service,
      String region,
      List<Backtest.Result> windows,
      List<Backtest.Vouched> vouched,
      List<String> advice) {
    public Place {
      windows = List.copyOf(windows);
      vouched = List.copyOf(vouched);
      advice = List.copyOf(advice);
    }
  }

  /** One service in one region, with an empty line after it. */
  public List<String> lines(Place place) {
    List<String> lines = new ArrayList<>();
    Body head = new Body(glyphs, LABEL);
    head.paragraph().add(Ink.STRONG, title(place));
    add(lines, head);
    if (place.windows().stream().anyMatch(w -> w.grade() != Backtest.Grade.NOT_FITTED)) {
      table(lines, place.windows());
    }
    Body body = new Body(glyphs, LABEL);
    actions(body, place.vouched());
    missing(body, place.windows());
    body.labelled("to get further", place.advice());
    assumed(body, place.windows());
    add(lines, body);
    lines.add("");
    return lines;
  }

  /** How many places there were, and what it means. */
  public List<String> closing(int places, int vouched) {
    Body body = new Body(glyphs, LABEL);
    body.paragraph()
        .add(
            "Something can be vouched for in "
                + vouched
                + " of "
                + places
                + (places == 1 ? " service and region." : " services and regions.")
                + " Each model was fitted to the first part of a window and foretold the rest from"
                + " its traffic; one is trusted that foretold four of five windows.");
    List<String> lines = new ArrayList<>();
    add(lines, body);
    return lines;
  }

  private static String title(Place place) {
    String where = place.region().isEmpty() ? "" : " in " + place.region();
    long foretold = count(place.windows(), Backtest.Grade.REPRODUCED);
    long compared = foretold + count(place.windows(), Backtest.Grade.MISFIT);
    int all = place.windows().size();
    return place.service()
        + where
        + ": "
        + (compared == 0
            ? "none of " + all + " windows could be compared"
            : foretold
                + " of "
                + compared
                + " windows came as foretold"
                + (compared < all ? ", " + (all - compared) + " not compared" : ""));
  }

  private static long count(List<Backtest.Result> windows, Backtest.Grade grade) {
    return windows.stream().filter(w -> w.grade() == grade).count();
  }

  private void table(List<String> lines, List<Backtest.Result> windows) {
    row(lines, Ink.DIM, "window (UTC)", "", "p99 seen", "foretold", "errors", "foretold");
    String said = "";
    for (Backtest.Result w : windows) {
      Backtest.Figures f = w.figures();
      boolean compared = f.points() > 0;
      row(
          lines,
          ink(w.grade()),
          span(w.window()),
          word(w.grade()),
          compared ? millis(f.seenP99Millis()) : "",
          compared ? millis(f.foretoldP99Millis()) : "",
          compared ? share(f.seenErrors()) : "",
          compared ? share(f.foretoldErrors()) : "");
      if (!w.sentence().isBlank() && !w.sentence().equals(said)) {
        Body why = new Body(glyphs, LABEL);
        why.marked(Ink.PLAIN, "     ", w.sentence());
        add(lines, why);
      }
      said = w.sentence();
    }
  }

  private static String millis(double millis) {
    return Double.isNaN(millis) ? "-" : Figures.millis(millis);
  }

  private static String share(double share) {
    return Double.isNaN(share) ? "-" : Figures.percent(share);
  }

  private static String span(Window window) {
    boolean hours = window.length().compareTo(SHORT_FROM) >= 0;
    return time(window.from(), hours ? SHORT : EXACT);
  }

  private static String time(Instant at, DateTimeFormatter form) {
    return form.format(at);
  }

  private static String word(Backtest.Grade grade) {
    return switch (grade) {
      case REPRODUCED -> "as foretold";
      case MISFIT -> "MISFIT";
      case NOT_FORETOLD -> "not foretold";
      case NOT_FITTED -> "not fitted";
    };
  }

  private static Ink ink(Backtest.Grade grade) {
    return switch (grade) {
      case REPRODUCED -> Ink.PLAIN;
      case MISFIT -> Ink.BAD;
      case NOT_FORETOLD, NOT_FITTED -> Ink.WARN;
    };
  }

  private void row(List<String> lines, Ink ink, Object... cells) {
    String text =
        glyphs
            .inert(String.format(Locale.ROOT, "  %-15s %-13s %9s %9s %8s %9s", cells))
            .stripTrailing();
    lines.add(style.paint(List.of(new Span(ink, text))));
  }

  private static void actions(Body body, List<Backtest.Vouched> vouched) {
    List<String> can =
        vouched.stream()
            .filter(v -> v.whyNot().isEmpty())
            .map(v ->
                v.kind().wire()
                    + " ("
                    + v.windows()
                    + (v.windows() == 1 ? " window)" : " windows)"))
            .toList();
    if (!can.isEmpty()) {
      body.labelled("can vouch for", String.join(", ", can));
    }
    Map<String, List<String>> cannot = new LinkedHashMap<>();
    for (Backtest.Vouched v : vouched) {
      v.whyNot()
          .ifPresent(
              why -> cannot.computeIfAbsent(why, _ -> new ArrayList<>()).add(v.kind().wire()));
    }
    boolean all = cannot.size() == 1 && can.isEmpty();
    List<String> lines = new ArrayList<>();
    cannot.forEach(
        (why, kinds) -> lines.add((all ? "any action" : String.join(", ", kinds)) + ": " + why));
    body.labelled("cannot for", lines);
  }

  /** What the newest window that could not be fitted lacks. */
  private static void missing(Body body, List<Backtest.Result> windows) {
    windows.reversed().stream()
        .filter(w -> w.grade() == Backtest.Grade.NOT_FITTED)
        .findFirst()
        .ifPresent(w -> body.labelled("missing", w.missing()));
  }

  private static void assumed(Body body, List<Backtest.Result> windows) {
    List<String> unknowns =
        windows.reversed().stream()
            .filter(w -> !w.unknowns().isEmpty())
            .findFirst()
            .map(Backtest.Result::unknowns)
            .orElse(List.of());
    body.labelled("assumed", unknowns);
  }

  private void add(List<String> lines, Body body) {
    body.lines(width, 0).stream().map(style::paint).forEach(lines::add);
  }
}
