package dev.aegis.app.report;

import com.openhtmltopdf.extend.FSObjectDrawer;
import com.openhtmltopdf.extend.FSObjectDrawerFactory;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import dev.aegis.postmortem.Report;
import dev.aegis.room.RoomMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.w3c.dom.Element;

/**
 * The report as PDF, made from the same page as for a browser. Loads nothing from anywhere; its
 * font is Liberation Sans, which PDFBox brings. The same log gives the same bytes.
 */
public final class ReportPdf {
  private static final String PLOT = "application/x-plot";
  private static final int REGULAR = 400;

  /** It warns of each of the fonts that {@link OneFont} stands in for, which is meant. */
  private static final Logger PDFBOX = Logger.getLogger("org.apache.pdfbox");

  private ReportPdf() {}

  /** The whole file on the record alone. */
  public static byte[] of(List<RoomMessage> log, ZoneId zone) {
    return of(log, Report.of(log), zone);
  }

  /** The whole file, of a report on that record. */
  public static byte[] of(List<RoomMessage> log, Report report, ZoneId zone) {
    XRLog.setLoggingEnabled(false);
    PDFBOX.setLevel(Level.SEVERE);
    FontMappers.set(new OneFont());
    ReportHtml.Written written =
        ReportHtml.written(
            log,
            report,
            zone,
            (_, number) ->
                "<object type=\"%s\" data=\"%d\" style=\"width:178mm;height:61mm\"></object>"
                    .formatted(PLOT, number),
            "print.css");
    PdfRendererBuilder builder = new PdfRendererBuilder();
    builder.useFont(OneFont::open, "Report", REGULAR, FontStyle.NORMAL, true);
    builder.useUriResolver((_, _) -> null);
    builder.useObjectDrawerFactory(new Drawers(written.plots()));
    builder.withHtmlContent(written.page(), null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    builder.toStream(out);
    try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
      renderer.layout();
      renderer.createPDFWithoutClosing();
      out.reset();
      dated(renderer.getPdfDocument(), log);
      renderer.getPdfDocument().save(out);
    } catch (IOException e) {
      throw new UncheckedIOException("the PDF could not be written", e);
    }
    return out.toByteArray();
  }

  /** The time of the newest message, rather than now, so that the bytes follow from the log. */
  private static void dated(PDDocument document, List<RoomMessage> log) {
    Instant newest = log.isEmpty() ? Instant.EPOCH : log.getLast().ts();
    Calendar at = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    at.setTimeInMillis(newest.toEpochMilli());
    PDDocumentInformation about = document.getDocumentInformation();
    about.setCreationDate(at);
    about.setModificationDate(at);
    document.setDocumentId(newest.toEpochMilli());
  }

  /** Draws the plots where the page has left room for them. */
  private record Drawers(List<Plot> plots) implements FSObjectDrawerFactory {
    @Override
    public FSObjectDrawer createDrawer(Element element) {
      Plot plot = plots.get(Integer.parseInt(element.getAttribute("data")));
      return (_, x, y, width, height, device, _, dotsPerPixel) -> {
        float pixels = (float) (width / dotsPerPixel);
        device.drawWithGraphics(
            (float) x,
            (float) y,
            (float) (width / dotsPerPixel),
            (float) (height / dotsPerPixel),
            paper -> PaintedPlot.paint(plot, paper, pixels / Svg.WIDTH));
        return null;
      };
    }

    @Override
    public boolean isReplacedObject(Element element) {
      return element.getAttribute("type").equals(PLOT);
    }
  }
}
