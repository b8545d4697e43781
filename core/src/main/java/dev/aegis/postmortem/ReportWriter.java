package dev.aegis.postmortem;

import static dev.aegis.postmortem.Block.Sentence.saying;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.postmortem.Block.Sentence;
import dev.aegis.room.Advice;
import dev.aegis.room.Decision;
import dev.aegis.room.Escalation;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts the sections of a report together from the record. */
final class ReportWriter {
  private final Incident record;
  private final List<Section> sections = new ArrayList<>();

  private ReportWriter(Incident record) {
    this.record = record;
  }

  static Report write(Incident record) {
    ReportWriter writer = new ReportWriter(record);
    writer.all();
    return new Report(
        record.room().map(Object::toString).orElse(""),
        writer.title(),
        draft(record.status()),
        writer.sections);
  }

  private static boolean draft(Status status) {
    return status == Status.OPEN || status == Status.WAITING;
  }

  private String title() {
    String what =
        record
            .signal()
            .map(s -> ": " + s.severity() + " on " + Plainly.where(s.service(), s.region()))
            .orElse("");
    return record.room().map(Object::toString).orElse("Incident")
        + what
        + ", "
        + Plainly.status(record.status());
  }

  private void all() {
    Diagnosed diagnosed = new Diagnosed(record);
    Deeds deeds = new Deeds(record);
    section(Section.Kind.SUMMARY, sentences(summary()));
    List<Block.Fact> impact = Impact.of(record);
    section(Section.Kind.IMPACT, impact.isEmpty() ? List.of() : List.of(new Block.Facts(impact)));
    section(Section.Kind.DETECTION, sentences(diagnosed.noticed()));
    section(Section.Kind.CAUSE, sentences(diagnosed.cause()));
    section(Section.Kind.REJECTED, sentences(deeds.rejected()));
    section(Section.Kind.DONE, sentences(deeds.done()));
    section(Section.Kind.CHECKED, sentences(deeds.checked()));
    section(Section.Kind.FORECAST, new Foreseen(record).blocks());
    section(Section.Kind.WENT_WELL, sentences(Lessons.wentWell(record)));
    List<String> next = FollowUps.of(record);
    section(
        Section.Kind.FOLLOW_UPS,
        next.isEmpty()
            ? List.of()
            : List.of(new Block.Tasks(next.stream().map(Block.Task::open).toList())));
    List<Block.Moment> moments = Chronicle.of(record);
    section(
        Section.Kind.TIMELINE, moments.isEmpty() ? List.of() : List.of(new Block.Moments(moments)));
    List<Block.Term> terms = Terms.in(cited());
    section(Section.Kind.TERMS, terms.isEmpty() ? List.of() : List.of(new Block.Terms(terms)));
    section(
        Section.Kind.EVIDENCE,
        record.evidence().stream().map(e -> (Block) new Block.Cited(e)).toList());
  }

  private void section(Section.Kind kind, List<? extends Block> blocks) {
    if (!blocks.isEmpty()) {
      sections.add(new Section(kind, List.copyOf(blocks)));
    }
  }

  static List<Block> sentences(List<Sentence> all) {
    return all.isEmpty() ? List.of() : List.of(new Block.Sentences(all));
  }

  /** Everything that the sections cite, and what is to be done, which names gaps as recorded. */
  private String cited() {
    return sections.stream()
        .flatMap(s -> s.blocks().stream())
        .map(block ->
            switch (block) {
              case Block.Sentences b ->
                  b.all().stream().map(Sentence::line).collect(Collectors.joining("\n"));
              case Block.Moments b ->
                  b.all().stream().map(m -> m.what().line()).collect(Collectors.joining("\n"));
              case Block.Tasks b ->
                  b.all().stream().map(Block.Task::what).collect(Collectors.joining("\n"));
              case Block.Facts _, Block.Compared _, Block.Terms _, Block.Cited _ -> "";
            })
        .collect(Collectors.joining("\n"));
  }

  private List<Sentence> summary() {
    List<Sentence> lines = new ArrayList<>();
    record.signal().ifPresent(s -> lines.add(wrong(s)));
    record
        .cause()
        .ifPresent(h ->
            lines.add(
                new Sentence("Likeliest cause, " + Plainly.sure(h.weight()) + ":", h.statement())));
    record
        .decision()
        .ifPresentOrElse(
            d -> lines.add(saying("How it ended: " + Outcome.words(d.outcome()) + ".")),
            () ->
                record
                    .escalation()
                    .map(Escalation::sentence)
                    .ifPresent(s -> lines.add(new Sentence("It was handed to a person:", s))));
    inOtherWords().ifPresent(lines::add);
    if (lines.isEmpty()) {
      lines.add(saying("The record holds nothing to report."));
    } else if (draft(record.status())) {
      lines.add(
          saying("This is a draft: the incident is " + Plainly.status(record.status()) + "."));
    }
    return lines;
  }

  /** What a model said beside the decision, checked against it, and whose words these are. */
  private Optional<Sentence> inOtherWords() {
    List<RoomMessage> log = record.log();
    Optional<RoomMessage> decided =
        log.stream().filter(m -> m.payload() instanceof Decision).reduce((_, later) -> later);
    return decided.flatMap(decision ->
        log.stream()
            .filter(m -> m.seq() > decision.seq() && m.inReplyTo() != null)
            .filter(m -> m.repliedTo().equals(decision.repliedTo()))
            .filter(m -> m.sender().equals(decision.sender()))
            .map(RoomMessage::payload)
            .filter(p -> p instanceof Advice a && !a.words().isEmpty())
            .map(Advice.class::cast)
            .reduce((_, later) -> later)
            .map(a ->
                new Sentence(
                    "In the words of a model, which decided nothing (" + a.model() + "):",
                    a.words())));
  }

  private static Sentence wrong(Signal s) {
    String worst = s.symptoms().stream().findFirst().map(x -> ": " + Plainly.symptom(x)).orElse("");
    return saying(
        Plainly.where(s.service(), s.region()) + " broke what it promises its users" + worst + ".");
  }
}
