package dev.aegis.postmortem;

import static dev.aegis.postmortem.Block.Sentence.saying;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.postmortem.Block.Sentence;
import dev.aegis.room.Approval;
import dev.aegis.room.Comparison;
import dev.aegis.room.Escalation;
import dev.aegis.room.Execution;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Quorum;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.room.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Puts the sections of a report together from the record. */
final class ReportWriter {
  private static final int OTHER_CAUSES = 3;
  private static final int SYMPTOMS = 4;

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
    section(Section.Kind.SUMMARY, sentences(summary()));
    List<Block.Fact> impact = Impact.of(record);
    section(Section.Kind.IMPACT, impact.isEmpty() ? List.of() : List.of(new Block.Facts(impact)));
    section(
        Section.Kind.DETECTION, sentences(record.signal().map(this::noticed).orElse(List.of())));
    section(Section.Kind.CAUSE, sentences(cause()));
    section(Section.Kind.REJECTED, sentences(rejected()));
    section(Section.Kind.DONE, sentences(done()));
    section(Section.Kind.FORECAST, forecast());
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

  private static List<Block> sentences(List<Sentence> all) {
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
    if (lines.isEmpty()) {
      lines.add(saying("The record holds nothing to report."));
    } else if (draft(record.status())) {
      lines.add(
          saying("This is a draft: the incident is " + Plainly.status(record.status()) + "."));
    }
    return lines;
  }

  private static Sentence wrong(Signal s) {
    String worst = s.symptoms().stream().findFirst().map(x -> ": " + Plainly.symptom(x)).orElse("");
    return saying(
        Plainly.where(s.service(), s.region()) + " broke what it promises its users" + worst + ".");
  }

  private List<Sentence> noticed(Signal s) {
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

  private List<Sentence> cause() {
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

  private List<Sentence> rejected() {
    List<Sentence> lines = new ArrayList<>();
    for (Incident.Attempt a : record.attempts()) {
      ValidationResult result = a.result();
      if (result != null && result.verdict() != Verdict.PASS) {
        String how =
            result.verdict() == Verdict.REJECT
                ? "The simulation spoke against it: "
                : "The simulation could not tell: ";
        lines.add(
            new Sentence(
                "Fix "
                    + a.proposal().attempt()
                    + ", "
                    + Plainly.action(result.action())
                    + ". "
                    + how
                    + Plainly.why(result.reason())
                    + ".",
                result.sentence()));
      }
    }
    record
        .escalation()
        .ifPresent(e ->
            e.unproved()
                .forEach(u ->
                    lines.add(
                        new Sentence("A person could try, and no simulation vouches for it:", u))));
    return lines;
  }

  private List<Sentence> done() {
    List<Sentence> lines = new ArrayList<>();
    record
        .approvalRequest()
        .ifPresent(r -> {
          lines.add(saying("Permission was asked for: " + Plainly.action(r.plan().action()) + "."));
          lines.add(
              record.approval().map(this::answer).orElseGet(() -> saying("Nobody has answered.")));
        });
    for (Execution e : record.steps()) {
      String what =
          (e.undo() ? "Taken back, step " : "Step ")
              + (e.step() + 1)
              + " of "
              + e.steps()
              + ", "
              + Plainly.action(e.action())
              + ": ";
      lines.add(
          switch (e.state()) {
            case OBSERVED -> saying(what + "done, and seen to be.");
            case REFUSED -> new Sentence(what + "not done.", e.detail());
            case UNKNOWN -> new Sentence(what + "nobody can tell whether it was done.", e.detail());
            case ARMED, DISPATCHED -> saying(what + "under way.");
          });
    }
    if (record.steps().isEmpty() && !record.log().isEmpty()) {
      lines.add(saying("Nothing was changed."));
    }
    return lines;
  }

  private Sentence answer(Approval a) {
    String when =
        record.lastAt(Approval.class).map(at -> " at " + Figures.dateTime(at) + " UTC").orElse("");
    return new Sentence(
        (a.granted() ? "Permitted by " : "Refused by ")
            + record.quorum().map(Quorum::decidedBy).orElse(a.approver())
            + when
            + ".",
        a.reason());
  }

  private List<Block> forecast() {
    Optional<Comparison> compared =
        record.verification().flatMap(v -> Optional.ofNullable(v.comparison()));
    Optional<Verification> seen =
        record.verification().filter(v -> v.outcome() != Verification.Outcome.PENDING);
    if (compared.isEmpty() || seen.isEmpty()) {
      return sentences(
          record.steps().isEmpty()
              ? List.of()
              : List.of(
                  saying(
                      "What was foreseen cannot be held against what came: no comparison is on"
                          + " record.")));
    }
    Comparison c = compared.get();
    boolean held = seen.get().outcome() == Verification.Outcome.HELD;
    return List.of(
        new Block.Compared(
            List.of(
                new Block.Pair(
                    "held",
                    "The promise is kept again",
                    "with a probability of " + Figures.percent(c.probability()),
                    held ? "it is" : "it is not",
                    OptionalDouble.of(c.probability()),
                    OptionalDouble.of(held ? 1 : 0),
                    "1"),
                pair(
                    "recovery",
                    "Time from the proof until it is",
                    "s",
                    c.recoverySeconds(),
                    c.measuredRecoverySeconds()),
                p99(c),
                pair(
                    "errors",
                    "Requests that fail afterwards",
                    "1",
                    c.errorRatio(),
                    c.measuredErrorRatio()))));
  }

  private static Block.Pair p99(Comparison c) {
    Block.Pair plain =
        pair(
            "p99",
            "The slowest 1 % of requests take at least",
            "ms",
            c.p99Millis(),
            c.measuredP99Millis());
    String band =
        c.p99Millis() < 0
            ? ""
            : " (nine of ten simulations: "
                + Figures.millis(c.p99LowMillis())
                + " to "
                + Figures.millis(c.p99HighMillis())
                + ")";
    return new Block.Pair(
        plain.key(),
        plain.label(),
        plain.foreseenWords() + band,
        plain.measuredWords(),
        plain.foreseen(),
        plain.measured(),
        plain.unit());
  }

  private static Block.Pair pair(
      String key, String label, String unit, double foreseen, double measured) {
    return new Block.Pair(
        key,
        label,
        words(foreseen, unit),
        words(measured, unit),
        known(foreseen),
        known(measured),
        unit);
  }

  private static String words(double value, String unit) {
    if (known(value).isEmpty()) {
      return "not on record";
    }
    return switch (unit) {
      case "s" -> Figures.seconds(value);
      case "ms" -> Figures.millis(value);
      default -> Figures.percent(value);
    };
  }

  private static OptionalDouble known(double value) {
    return value >= 0 && Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
