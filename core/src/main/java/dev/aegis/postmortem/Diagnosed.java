package dev.aegis.postmortem;

import static dev.aegis.postmortem.Block.Sentence.saying;

import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Block.Sentence;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How an incident was noticed and what broke, in sentences. Pure. */
final class Diagnosed {
  private static final int OTHER_CAUSES = 3;
  private static final int SYMPTOMS = 4;

  private final Incident record;

  Diagnosed(Incident record) {
    this.record = record;
  }

  /** How it was noticed; nothing where it was not. */
  List<Sentence> noticed() {
    return record.signal().map(Diagnosed::noticed).orElse(List.of());
  }

  private static List<Sentence> noticed(Signal s) {
    List<Sentence> lines = new ArrayList<>();
    lines.add(
        saying(
            "It began at "
                + Figures.dateTime(s.startedAt())
                + " UTC and was noticed at "
                + Figures.dateTime(s.detectedAt())
                + " UTC, "
                + Figures.duration(Duration.between(s.startedAt(), s.detectedAt()))
                + " later."));
    lines.add(saying("The promise: " + Plainly.promise(s.slo()) + "."));
    s.symptoms().stream()
        .limit(SYMPTOMS)
        .forEach(x -> lines.add(saying("Seen: " + Plainly.symptom(x) + ".")));
    lines.add(
        s.suspects().isEmpty()
            ? saying("No change before it is on record.")
            : saying(
                "Changes before it that are on record: "
                    + s.suspects().size()
                    + "; the likeliest to have to do with it came "
                    + Figures.seconds(s.suspects().getFirst().secondsBefore())
                    + " before it began."));
    return lines;
  }

  /** The causes, with what speaks for and against the likeliest. */
  List<Sentence> cause() {
    List<Sentence> lines = new ArrayList<>();
    record
        .diagnosis()
        .ifPresent(d -> {
          Hypothesis leading = d.leading();
          lines.add(
              new Sentence(
                  "Likeliest, " + Plainly.sure(leading.weight()) + ":", leading.statement()));
          leading.findings().forEach(f -> lines.add(finding(f)));
          d.hypotheses().stream()
              .skip(1)
              .limit(OTHER_CAUSES)
              .forEach(h ->
                  lines.add(
                      new Sentence(
                          "Less likely, " + Plainly.sure(h.weight()) + ":", h.statement())));
          d.gaps().forEach(gap -> lines.add(new Sentence("Could not be looked at:", gap)));
        });
    return lines;
  }

  private static Sentence finding(Hypothesis.Finding f) {
    String side =
        f.decibans() > 0 ? "Speaks for it" : f.decibans() < 0 ? "Speaks against it" : "Seen";
    String source = f.evidence().isEmpty() ? "" : " (evidence " + f.evidence() + ")";
    return new Sentence(side + source + ":", f.text());
  }
}
