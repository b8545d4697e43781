package dev.aegis.cause;

import dev.aegis.culprit.Culprit;
import dev.aegis.memory.Fingerprint;
import dev.aegis.memory.Recollection;
import dev.aegis.memory.Sketch;
import dev.aegis.room.Cause;
import dev.aegis.room.Hypothesis.Finding;
import dev.aegis.room.Signal;
import java.util.List;

/**
 * What past incidents say of the present one.
 *
 * @param evidence id of what is remembered; empty for nothing
 */
record Remembering(Recollection recollection, String evidence) {
  static Remembering of(
      Signal signal,
      Facts facts,
      List<Fingerprint> past,
      List<String> patterns,
      Exhibits exhibits) {
    List<String> compared = patterns.stream().limit(Sketch.MOST_PATTERNS).toList();
    if (!compared.isEmpty()) {
      exhibits.keep(
          "log lines of which there were more than usual",
          Fingerprint.PATTERNS,
          Fingerprint.LANGUAGE,
          new Sql.Rows(List.of("pattern"), compared.stream().map(List::of).toList()));
    }
    String path = facts.components().elsewhere().map(Culprit::component).orElse("");
    Recollection recollection = Recollection.of(past, Sketch.of(signal, path, compared));
    return recollection.recalled().isEmpty()
        ? new Remembering(Recollection.NOTHING, "")
        : new Remembering(
            recollection,
            exhibits.keep(
                "closed incidents that looked like this one",
                "dev.aegis.memory.Recollection",
                Fingerprint.LANGUAGE,
                new Sql.Rows(Recollection.columns(), recollection.rows())));
  }

  List<Finding> findings(Cause cause, String service) {
    Pleading pleading = new Pleading();
    double decibans = recollection.decibans(cause, service);
    if (decibans > 0) {
      pleading.add(recollection.sentence(cause, service), evidence, decibans);
    }
    return pleading.findings();
  }
}
