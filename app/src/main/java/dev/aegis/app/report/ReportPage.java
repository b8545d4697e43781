package dev.aegis.app.report;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.page.PostmortemView;
import dev.aegis.app.terminal.Said;
import dev.aegis.postmortem.Block;
import dev.aegis.postmortem.Figures;
import dev.aegis.postmortem.Report;
import dev.aegis.postmortem.Section;
import dev.aegis.room.RoomMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The report as a page in which people edit it. */
public final class ReportPage {
  private static final int LABEL = 100;

  private ReportPage() {}

  /**
   * What the page shows.
   *
   * @param problem why an edit was not taken; empty where there is none
   * @param late key and text of a section that came too late
   */
  public static PostmortemView of(
      List<RoomMessage> log,
      Report report,
      boolean asRecorded,
      String problem,
      Map<String, String> late) {
    Map<Section.Kind, String> bodies = ReportHtml.bodies(log, report);
    return new PostmortemView(
        report.incident(),
        report.title(),
        report.draft(),
        asRecorded,
        problem,
        report.sections().stream()
            .map(s -> section(s, bodies.getOrDefault(s.kind(), ""), late))
            .toList());
  }

  private static PostmortemView.SectionView section(
      Section s, String html, Map<String, String> late) {
    String key = s.kind().key();
    String text = s.kind().rewritable() ? s.text() : "";
    return new PostmortemView.SectionView(
        key,
        s.kind().title(),
        html,
        s.edited().map(Section.Edited::words).orElse(""),
        s.edited().map(e -> ReportHtml.of(e.recorded())).orElse(""),
        inert(text),
        EditDesk.version(text),
        Optional.ofNullable(late.get(key)).map(ReportPage::inert),
        s.kind() == Section.Kind.FOLLOW_UPS ? tasks(s) : List.of(),
        s.kind() == Section.Kind.TIMELINE ? moments(s) : List.of());
  }

  /** Line by line and whole, so that nothing of it acts, or gets lost, in a text field. */
  private static String inert(String text) {
    return String.join(
        "\n", text.lines().map(line -> CleanText.line(line, line.length())).toList());
  }

  private static List<PostmortemView.TaskView> tasks(Section s) {
    return s.blocks().stream()
        .filter(Block.Tasks.class::isInstance)
        .flatMap(b -> ((Block.Tasks) b).all().stream())
        .map(t ->
            new PostmortemView.TaskView(
                t.what(), t.owner(), t.dueWords(), EditDesk.version(EditDesk.owned(t))))
        .toList();
  }

  private static List<PostmortemView.MomentChoice> moments(Section s) {
    return s.blocks().stream()
        .filter(Block.Moments.class::isInstance)
        .flatMap(b -> ((Block.Moments) b).all().stream())
        .map(m -> {
          String what = Said.inert(m.what().line());
          return new PostmortemView.MomentChoice(
              m.key() + " " + m.at(),
              Figures.dateTime(m.at())
                  + " "
                  + Said.inert(m.who())
                  + " "
                  + what.substring(0, Math.min(LABEL, what.length())));
        })
        .toList();
  }
}
