package dev.aegis.app.wire;

import dev.aegis.memory.Fingerprint;
import dev.aegis.memory.Sketch;

/** What closed incidents left behind, for programs: one object on one line each. */
public final class MemoryJson {
  private MemoryJson() {}

  /**
   * {@code {"journal","incident","at","standing","environment","service","region","symptoms":[],
   * "change","path","patterns":[],"cause","causeService","statement","fixes":[{"name","outcome"}]}}
   *
   * @param journal in which the incident stands, as people write it
   */
  public static String write(String journal, Fingerprint f) {
    return Printer.line(out -> {
      Sketch s = f.sketch();
      out.text("journal", journal);
      out.text("incident", f.room().value());
      out.instant("at", f.at());
      out.text("standing", f.standing().words());
      out.text("environment", s.environment());
      out.text("service", s.service());
      out.text("region", s.region());
      out.texts("symptoms", s.symptoms().stream().toList());
      out.text("change", s.change());
      out.text("path", s.path());
      out.texts("patterns", s.patterns().stream().toList());
      out.text("cause", f.cause().wire());
      out.text("causeService", f.causeService());
      out.text("statement", f.statement());
      out.list(
          "fixes",
          f.fixes(),
          (to, fix) -> to.text("name", fix.name()).text("outcome", fix.outcome().words()));
    });
  }
}
