package dev.aegis.app.report;

import static dev.aegis.app.report.Xhtml.text;

import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Block;
import dev.aegis.postmortem.Figures;
import dev.aegis.postmortem.PostmortemReport;
import dev.aegis.postmortem.Report;
import dev.aegis.postmortem.Section;
import dev.aegis.room.Evidence;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The report as one page that needs nothing else: its style stands in it, its pictures are SVG, it
 * runs no script and loads nothing. Written as XHTML, which the PDF is made from too.
 */
public final class ReportHtml {
  private static final int ROWS_SHOWN = 20;
  private static final String UTC = "UTC";

  /** How a plot stands in the page. */
  interface Drawing {
    String of(Plot plot, int number);
  }

  private final Incident incident;
  private final ZoneId zone;
  private final Drawing drawing;
  private final StringBuilder out = new StringBuilder();
  private final List<Plot> plots = new ArrayList<>();

  private ReportHtml(Incident incident, ZoneId zone, Drawing drawing) {
    this.incident = incident;
    this.zone = zone;
    this.drawing = drawing;
  }

  /** The page on the record alone, for a browser. */
  public static String of(List<RoomMessage> log, ZoneId zone) {
    return of(log, Report.of(log), zone);
  }

  /** The page for a browser, of a report on that record. */
  public static String of(List<RoomMessage> log, Report report, ZoneId zone) {
    return written(log, report, zone, (plot, _) -> Svg.of(plot), "report.css").page();
  }

  /** What stands below the title of each section, with times in UTC: for a page round it. */
  public static Map<Section.Kind, String> bodies(List<RoomMessage> log, Report report) {
    Incident incident = Incident.of(log);
    Map<Section.Kind, String> all = new EnumMap<>(Section.Kind.class);
    for (Section section : report.sections()) {
      ReportHtml writer = new ReportHtml(incident, ZoneOffset.UTC, (plot, _) -> Svg.of(plot));
      writer.body(section);
      all.put(section.kind(), writer.out.toString());
    }
    return all;
  }

  /** Blocks alone. */
  public static String of(List<Block> blocks) {
    ReportHtml writer = new ReportHtml(Incident.of(List.of()), ZoneOffset.UTC, (_, _) -> "");
    blocks.forEach(writer::block);
    return writer.out.toString();
  }

  /**
   * A page with its plots.
   *
   * @param page XHTML
   * @param plots in the order in which they stand in it
   */
  record Written(String page, List<Plot> plots) {}

  static Written written(
      List<RoomMessage> log, Report report, ZoneId zone, Drawing drawing, String style) {
    ReportHtml writer = new ReportHtml(Incident.of(log), zone, drawing);
    writer.write(report, style);
    return new Written(writer.out.toString(), writer.plots);
  }

  private void write(Report report, String style) {
    out.append("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head>")
        .append("<meta charset=\"utf-8\"/>")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
        .append(" style-src 'unsafe-inline'\"/>")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
        .append("<title>" + text(report.title()) + "</title>")
        .append("<style>" + resource(style) + "</style></head><body><main>")
        .append("<h1>" + text(report.title()) + "</h1>");
    report.sections().forEach(this::section);
    out.append("</main></body></html>\n");
  }

  private void section(Section section) {
    out.append("<section id=\"" + section.kind().key() + "\"><h2>")
        .append(text(section.kind().title()) + "</h2>");
    section.edited().ifPresent(e -> out.append("<p class=\"edited\">" + text(e.words()) + "</p>"));
    body(section);
    section
        .edited()
        .ifPresent(e -> {
          out.append("<details class=\"recorded\"><summary>As recorded</summary>");
          e.recorded().forEach(this::block);
          out.append("</details>");
        });
    out.append("</section>");
  }

  private void body(Section section) {
    section.blocks().forEach(this::block);
    if (section.kind() == Section.Kind.CAUSE) {
      incident.evidence().stream().flatMap(e -> Plots.of(e, incident).stream()).forEach(this::plot);
    }
    if (section.kind() == Section.Kind.REJECTED || section.kind() == Section.Kind.FORECAST) {
      foreseen(section.kind()).forEach(this::plot);
    }
  }

  /** Once: beside what came, or beside what was rejected where nothing was done. */
  private List<Plot> foreseen(Section.Kind kind) {
    boolean done = incident.verification().isPresent();
    return done == (kind == Section.Kind.FORECAST) ? Plots.foreseen(incident) : List.of();
  }

  private void plot(Plot plot) {
    out.append("<figure><figcaption>" + text(plot.title()) + "</figcaption>")
        .append(drawing.of(plot, plots.size()))
        .append("<p class=\"key\">");
    for (int i = 0; i < plot.lines().size(); i++) {
      out.append("<span class=\"k" + i % 6 + "\">" + text(plot.lines().get(i).name()) + "</span> ");
    }
    out.append("<br/>" + text(scale(plot) + plot.words()));
    for (Plot.Mark mark : plot.marks()) {
      out.append(" " + text(mark.label()) + " at " + Figures.time(mark.at()) + " UTC.");
    }
    out.append("</p></figure>");
    plots.add(plot);
  }

  private static String scale(Plot plot) {
    return "From 0 to "
        + plot.topWords()
        + ", "
        + Figures.time(plot.from())
        + " to "
        + Figures.time(plot.to())
        + " UTC. ";
  }

  private void block(Block block) {
    switch (block) {
      case Block.Sentences b -> {
        out.append("<ul>");
        b.all().forEach(s -> out.append("<li>" + sentence(s) + "</li>"));
        out.append("</ul>");
      }
      case Block.Facts b ->
          table(
              List.of("What", "How much"),
              b.all().stream().map(f -> List.of(text(f.label()), text(f.words()))).toList());
      case Block.Moments b -> moments(b.all());
      case Block.Compared b ->
          table(
              List.of("What", "Foreseen", "Came"),
              b.all().stream()
                  .map(p ->
                      List.of(text(p.label()), text(p.foreseenWords()), text(p.measuredWords())))
                  .toList());
      case Block.Tasks b -> table(b.header(), b.cells(Xhtml::text));
      case Block.Terms b ->
          table(
              List.of("Word", "Meaning"),
              b.all().stream().map(t -> List.of(text(t.word()), text(t.meaning()))).toList());
      case Block.Cited b -> cited(b.evidence());
    }
  }

  private static String sentence(Block.Sentence s) {
    return text(s.words()) + (s.quoted().isEmpty() ? "" : " <q>“" + text(s.quoted()) + "”</q>");
  }

  private void moments(List<Block.Moment> all) {
    boolean local = !zone.normalized().equals(ZoneOffset.UTC);
    List<String> header = new ArrayList<>(List.of(UTC, "Who", "What"));
    if (local) {
      header.add(1, text(zone.getId()));
    }
    List<List<String>> rows = new ArrayList<>();
    for (Block.Moment m : all) {
      List<String> cells = new ArrayList<>();
      cells.add(Figures.dateTime(m.at()));
      if (local) {
        cells.add(PostmortemReport.local(m.at(), zone));
      }
      cells.add(text(m.who()));
      cells.add(sentence(m.told()));
      rows.add(cells);
    }
    table(header, rows);
  }

  private void cited(Evidence e) {
    out.append("<h3 id=\"" + text("evidence-" + e.id()) + "\">" + text(e.id()) + "</h3><p>")
        .append(text(e.finding()) + "</p><pre>");
    e.source().lines().forEach(line -> out.append(text(line)).append('\n'));
    out.append("</pre>");
    if (!e.columns().isEmpty()) {
      table(
          e.columns().stream().map(Xhtml::text).toList(),
          e.rows().stream()
              .limit(ROWS_SHOWN)
              .map(row -> row.stream().map(Xhtml::text).toList())
              .toList());
    }
    if (e.rows().size() > ROWS_SHOWN) {
      out.append("<p>" + (e.rows().size() - ROWS_SHOWN) + " more rows are in the record.</p>");
    }
  }

  private void table(List<String> header, List<List<String>> rows) {
    out.append(
        "<div class=\"wide\" tabindex=\"0\" role=\"group\""
            + " aria-label=\"table\"><table><thead><tr>");
    header.forEach(h -> out.append("<th scope=\"col\">" + h + "</th>"));
    out.append("</tr></thead><tbody>");
    for (List<String> row : rows) {
      out.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        boolean whole = header.getFirst().equals(UTC) && i < row.size() - 1;
        out.append((whole ? "<td class=\"whole\">" : "<td>") + row.get(i) + "</td>");
      }
      out.append("</tr>");
    }
    out.append("</tbody></table></div>");
  }

  static String resource(String name) {
    try (InputStream in = ReportHtml.class.getResourceAsStream("/report/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
