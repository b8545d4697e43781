package dev.aegis.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Stories;
import dev.aegis.postmortem.Block;
import dev.aegis.postmortem.Edit;
import dev.aegis.postmortem.Report;
import dev.aegis.postmortem.Section;
import dev.aegis.room.Approval;
import dev.aegis.room.RoomMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class RenderedReportTest {
  private static final String ATTACK =
      "</title><script>alert(1)</script><img src=x onerror=alert(1)> ]]> & \u0000\u202e"
          + " 日本語 العربية עברית 👩‍🚒 \ud800 √";

  private static final List<List<RoomMessage>> STORIES =
      List.of(
          Stories.leak(),
          Stories.denied(),
          Stories.unknown(),
          Stories.undecidable(),
          Stories.talk(),
          List.of());

  @Test
  void aPageLoadsNothingAndRunsNothing() throws Exception {
    for (List<RoomMessage> log : STORIES) {
      String page = ReportHtml.of(log, ZoneOffset.UTC);
      Document parsed = parsed(page);
      assertThat(parsed.getElementsByTagName("script").getLength()).isZero();
      assertThat(parsed.getElementsByTagName("img").getLength()).isZero();
      assertThat(parsed.getElementsByTagName("link").getLength()).isZero();
      assertThat(page).doesNotContain("url(", "@import", "src=", "href=");
    }
  }

  @Test
  void hostileTextIsTextInEveryForm() throws Exception {
    List<RoomMessage> log = hostile();
    Document page = parsed(ReportHtml.of(log, ZoneOffset.UTC));
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(page.getDocumentElement().getTextContent()).contains("<script>alert(1)</script>");
    assertThat(text(ReportPdf.of(log, ZoneOffset.UTC))).contains("<script>alert(1)</script>");
    assertThat(new ObjectMapper().readTree(ReportJson.of(Report.of(log))).toString())
        .contains("日本語");
  }

  @Test
  void drawsWhatWasForeseenWithItsWords() throws Exception {
    Document page = parsed(ReportHtml.of(Stories.leak(), ZoneOffset.UTC));
    var drawn = page.getElementsByTagName("svg");
    assertThat(drawn.getLength()).isPositive();
    assertThat(page.getDocumentElement().getTextContent())
        .contains("Share of requests that fail, foreseen and measured");
    for (int i = 0; i < drawn.getLength(); i++) {
      String words = drawn.item(i).getAttributes().getNamedItem("aria-label").getTextContent();
      assertThat(words).contains("first", "highest", "last", "Promised");
    }
  }

  @Test
  void tellsTimesInAnotherZoneBesideUtc() {
    assertThat(ReportHtml.of(Stories.leak(), ZoneId.of("Asia/Kolkata")))
        .contains("Asia/Kolkata", "2026-03-01 03:01:17", "2026-03-01 08:31:17 +05:30");
    assertThat(ReportHtml.of(Stories.leak(), ZoneOffset.UTC)).doesNotContain("+00:00");
  }

  @Test
  void aPdfSaysWhatThePageSaysAndIsTheSameForTheSameLog() throws Exception {
    for (List<RoomMessage> log : STORIES) {
      byte[] pdf = ReportPdf.of(log, ZoneOffset.UTC);
      String text = text(pdf).replaceAll("\\s+", " ");
      Report report = Report.of(log);
      assertThat(text).contains(report.title());
      report.sections().forEach(s -> assertThat(text).contains(s.kind().title()));
      assertThat(ReportPdf.of(log, ZoneOffset.UTC)).isEqualTo(pdf);
    }
  }

  @Test
  void anEditedReportOnPaperHasTheEditsAndWhoMadeThem() throws Exception {
    List<RoomMessage> log = Stories.leak();
    Instant at = Instant.parse("2026-03-02T09:00:00Z");
    String task =
        ((Block.Tasks)
                Report.of(log).section(Section.Kind.FOLLOW_UPS).orElseThrow().blocks().getFirst())
            .all()
            .getFirst()
            .what();
    Report edited =
        Report.of(log)
            .with(
                List.of(
                    new Edit.Rewritten(
                        Section.Kind.SUMMARY, "x", "Receipts filled the memory.", "anna", at),
                    new Edit.Dropped(task, "we retire it <b>soon</b>", "ben", at)));

    String text = text(ReportPdf.of(log, edited, ZoneOffset.UTC)).replaceAll("\\s+", " ");

    assertThat(text)
        .contains(
            "Receipts filled the memory.",
            "Edited by anna at 2026-03-02 09:00:00 UTC.",
            "The record says something else now than it did then.",
            "Dropped a task, because we retire it <b>soon</b>.");
    assertThat(text(ReportPdf.of(log, ZoneOffset.UTC))).doesNotContain("anna", "Dropped a task");
  }

  @Test
  void whoWritesAPdfHearsNothingOfTheFontsThatItDoesNotUse() {
    ReportPdf.of(Stories.leak(), ZoneOffset.UTC);
    Logger fonts = Logger.getLogger("org.apache.pdfbox.pdmodel.font.PDType1Font");
    assertThat(fonts.isLoggable(Level.WARNING)).isFalse();
    assertThat(fonts.isLoggable(Level.SEVERE)).isTrue();
  }

  @Test
  void aPdfSearchesTheMachineForNoFonts(@TempDir Path directory) throws Exception {
    String before = System.setProperty("pdfbox.fontcache", directory.toString());
    try {
      ReportPdf.of(hostile(), ZoneOffset.UTC);
      assertThat(directory).isEmptyDirectory();
    } finally {
      if (before == null) {
        System.clearProperty("pdfbox.fontcache");
      } else {
        System.setProperty("pdfbox.fontcache", before);
      }
    }
  }

  @Test
  void jsonHoldsEveryFigureWithItsUnit() {
    JsonNode json = new ObjectMapper().readTree(ReportJson.of(Report.of(Stories.leak())));
    assertThat(json.get("version").asInt()).isEqualTo(ReportJson.VERSION);
    assertThat(json.get("incident").asString()).isEqualTo("INC-2026-0001");
    assertThat(json.get("draft").asBoolean()).isFalse();
    List<JsonNode> figures = new ArrayList<>();
    json.get("sections")
        .forEach(s ->
            s.get("blocks")
                .forEach(b -> {
                  if (b.has("figures")) {
                    b.get("figures").forEach(figures::add);
                  }
                }));
    assertThat(figures).isNotEmpty().allMatch(f -> f.has("unit") && f.has("words"));
    assertThat(figures)
        .anyMatch(f ->
            f.get("key").asString().equals("downtime")
                && f.get("value").asDouble() == 89
                && f.get("unit").asString().equals("s"));
  }

  private static List<RoomMessage> hostile() {
    List<RoomMessage> log = new ArrayList<>();
    for (RoomMessage m : Stories.denied()) {
      boolean answer = m.payload() instanceof Approval;
      log.add(
          new RoomMessage(
              m.wireVersion(),
              m.room(),
              m.seq(),
              m.id(),
              m.inReplyTo(),
              m.sender(),
              m.mentions(),
              m.text(),
              answer
                  ? new Approval(((Approval) m.payload()).planHash(), false, ATTACK, ATTACK)
                  : m.payload(),
              m.ts()));
    }
    return log;
  }

  private static Document parsed(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }
}
