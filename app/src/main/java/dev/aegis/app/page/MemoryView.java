package dev.aegis.app.page;

import dev.aegis.app.terminal.Glyphs;
import dev.aegis.app.terminal.MemoryPage;
import dev.aegis.app.terminal.Said;
import dev.aegis.app.terminal.Style;
import dev.aegis.incident.Incident;
import dev.aegis.memory.Fingerprint;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.MemoryMark;
import java.util.List;
import java.util.Optional;

/**
 * What an incident leaves to later ones, and what people say of that.
 *
 * @param room its room
 * @param standing what it is to later incidents; empty where nothing is remembered of it
 * @param remembered what later incidents are compared with, line by line
 * @param marks what people said of it, the newest first
 * @param recalled which earlier ones it was found to be like
 * @param problem why the last mark was not taken; empty where there is none
 */
public record MemoryView(
    String room,
    String standing,
    List<String> remembered,
    List<Mark> marks,
    List<RecalledView> recalled,
    String problem) {
  private static final int WIDTH = 100;

  public MemoryView {
    remembered = List.copyOf(remembered);
    marks = List.copyOf(marks);
    recalled = List.copyOf(recalled);
  }

  /** What somebody said of it. */
  public record Mark(String at, String by, String standing, String reason) {}

  /** As the room has it. */
  public static MemoryView of(Incident incident, String problem) {
    Optional<Fingerprint> left = Fingerprint.of(incident.log());
    return new MemoryView(
        incident.room().map(Object::toString).orElse(""),
        left.map(f -> f.standing().words()).orElse(""),
        left.map(new MemoryPage(Style.PLAIN, Glyphs.UNICODE, WIDTH)::whole).orElse(List.of()),
        incident.log().reversed().stream()
            .filter(m -> m.payload() instanceof MemoryMark)
            .map(m -> {
              MemoryMark mark = (MemoryMark) m.payload();
              return new Mark(
                  Figures.dateTime(m.ts()) + " UTC",
                  Said.inert(mark.by()),
                  mark.standing().words(),
                  Said.inert(mark.reason()));
            })
            .toList(),
        RecalledView.of(incident),
        problem);
  }
}
