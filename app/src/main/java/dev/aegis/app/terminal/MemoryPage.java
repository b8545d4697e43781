package dev.aegis.app.terminal;

import dev.aegis.memory.Fingerprint;
import dev.aegis.memory.Sketch;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What closed incidents left behind, for people.
 *
 * @param width cells in a line of text
 */
public record MemoryPage(Style style, Glyphs glyphs, int width) {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** One of a list: what it was and what held, below its name. */
  public List<String> entry(Fingerprint f) {
    List<String> lines = new ArrayList<>();
    Sketch s = f.sketch();
    String standing =
        f.standing().words().equals("counts")
            ? ""
            : "  " + f.standing().words().toUpperCase(Locale.ROOT);
    wrap(lines, Ink.STRONG, "", f.room() + "  " + DAY.format(f.at()) + " UTC" + standing);
    wrap(
        lines,
        Ink.PLAIN,
        "  ",
        s.service()
            + (s.region().isEmpty() ? "" : " in " + s.region())
            + " ("
            + s.environment()
            + "): "
            + f.statement());
    f.fixes()
        .forEach(fix -> wrap(lines, Ink.PLAIN, "  ", fix.name() + ": " + fix.outcome().words()));
    return lines;
  }

  /** All that later incidents are compared with. */
  public List<String> whole(Fingerprint f) {
    List<String> lines = new ArrayList<>(entry(f));
    Sketch s = f.sketch();
    feature(lines, "symptoms", join(s.symptoms()));
    feature(lines, "suspected change", s.change());
    feature(lines, "arose in", s.path());
    s.patterns().forEach(pattern -> feature(lines, "log lines like", pattern));
    return lines;
  }

  private void feature(List<String> lines, String name, String value) {
    if (!value.isEmpty()) {
      wrap(lines, Ink.PLAIN, "  ", name + ": " + value);
    }
  }

  private static String join(Collection<String> values) {
    return values.stream().collect(Collectors.joining(", "));
  }

  private void wrap(List<String> lines, Ink ink, String mark, String text) {
    new Paragraph(glyphs)
        .mark(Ink.PLAIN, mark)
        .add(ink, text)
        .lines(width)
        .forEach(line -> lines.add(style.paint(line)));
  }
}
