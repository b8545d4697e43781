package dev.aegis.postmortem;

import static dev.aegis.postmortem.Markdown.code;
import static dev.aegis.postmortem.Markdown.text;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.room.Approval;
import dev.aegis.room.Decision;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Evidence;
import dev.aegis.room.Execution;
import dev.aegis.room.Forecast;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Plan;
import dev.aegis.room.Postmortem;
import dev.aegis.room.Quorum;
import dev.aegis.room.Remediation;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.room.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The report on an incident in CommonMark with GitHub's tables, written from the room's log and
 * from nothing else: what the log does not hold is left out, and every figure is one of the log's
 * or computed from them. Text from telemetry and from people is written so that it can only be
 * read.
 *
 * <p>Pure: the same log gives the same bytes.
 */
public final class PostmortemReport {
  private static final int ROWS_SHOWN = 20;
  private final Incident record;
  private final Markdown page = new Markdown();

  private PostmortemReport(Incident record) {
    this.record = record;
  }

  /** What a message tells, in one line of a timeline. */
  public static String line(dev.aegis.room.Payload payload) {
    return Retold.line(payload);
  }

  /**
   * Writes the report.
   *
   * @param log the messages of one room in order; a log that has not come to its end gives a report
   *     that says so
   */
  public static String of(List<RoomMessage> log) {
    PostmortemReport report = new PostmortemReport(Incident.of(log));
    report.write();
    return report.page.toString();
  }

  private void write() {
    page.heading(1, title());
    summary();
    impact();
    timeline();
    record.diagnosis().ifPresent(this::rootCause);
    tried();
    record.decision().map(Decision::action).ifPresent(_ -> forecastAndOutcome());
    approval();
    executed();
    evidence();
    wentWell();
    next();
  }

  private String title() {
    String room = record.log().isEmpty() ? "Incident" : record.log().getFirst().room().value();
    String what =
        record.signal().map(s -> ": " + s.severity() + " on " + Retold.where(s)).orElse("");
    return room + what + ", " + record.status().words();
  }

  private void summary() {
    page.heading(2, "Summary");
    List<String> lines = new ArrayList<>();
    record.signal().ifPresent(s -> lines.add(wrong(s)));
    record.cause().ifPresent(h -> lines.add("Cause: " + cause(h)));
    record
        .decision()
        .ifPresentOrElse(
            d -> lines.add(text(d.sentence())),
            () -> record.escalation().map(Escalation::sentence).ifPresent(s -> lines.add(text(s))));
    if (lines.isEmpty()) {
      lines.add("The room's log holds nothing to report.");
    }
    page.bullets(lines);
  }

  private static String wrong(Signal s) {
    String symptoms =
        s.symptoms().stream().map(Retold::symptom).reduce((a, b) -> a + "; " + b).orElse("");
    return text(
        Retold.where(s)
            + " was outside its SLO (p99 "
            + Figures.millis(s.slo().latencyP99Millis())
            + ", errors "
            + Figures.percent(s.slo().errorRatio())
            + ")"
            + (symptoms.isEmpty() ? "." : ": " + symptoms + "."));
  }

  private static String cause(Hypothesis h) {
    return text(h.statement()) + ", P(cause) " + text(Figures.probability(h.weight())) + ".";
  }

  private void impact() {
    List<List<String>> rows = new ArrayList<>();
    record.signal().ifPresent(s -> began(s, rows));
    record.decision().ifPresent(d -> worth(d, rows));
    if (!rows.isEmpty()) {
      page.heading(2, "Impact");
      page.table(List.of("What", "How much"), rows);
    }
  }

  private static void began(Signal s, List<List<String>> rows) {
    rows.add(List.of("Severity", text(s.severity() + ", " + s.whySeverity())));
    rows.add(List.of("Began", Figures.dateTime(s.startedAt()) + " UTC"));
    rows.add(
        List.of(
            "Detected",
            Figures.dateTime(s.detectedAt())
                + " UTC, "
                + Figures.duration(Duration.between(s.startedAt(), s.detectedAt()))
                + " later"));
    if (s.dollarsPerMinute() > 0) {
      rows.add(List.of("Cost while it lasted", Figures.money(s.dollarsPerMinute()) + " a minute"));
    }
  }

  private static void worth(Decision d, List<List<String>> rows) {
    Decision.Worth w = d.worth();
    boolean over = d.outcome() == Decision.Outcome.RESOLVED;
    rows.add(List.of(over ? "Down" : "Down so far", Figures.seconds(w.downtimeSeconds())));
    rows.add(List.of("By hand it would have taken", Figures.seconds(w.manualSeconds())));
    rows.add(List.of("Revenue lost", Figures.money(w.downtimeDollars())));
    rows.add(List.of("Cost of the remediation", Figures.money(w.remediationDollars())));
    rows.add(List.of("Cost averted", Figures.money(w.avertedDollars())));
  }

  private void timeline() {
    if (record.log().isEmpty()) {
      return;
    }
    page.heading(2, "Timeline (UTC)");
    List<Entry> entries = new ArrayList<>();
    record
        .signal()
        .ifPresent(s -> {
          s.suspects().forEach(x -> entries.add(Entry.of(x)));
          entries.add(new Entry(s.startedAt(), "", "First anomalous point"));
        });
    for (RoomMessage m : record.log()) {
      entries.add(new Entry(m.ts(), m.sender().name(), Retold.line(m.payload())));
    }
    // A stable sort: messages of the same instant keep the room's order.
    entries.sort(Comparator.comparing(Entry::at));
    page.table(List.of("Time", "Who", "What"), entries.stream().map(Entry::cells).toList());
  }

  private record Entry(Instant at, String who, String what) {
    static Entry of(Signal.Suspect suspect) {
      var change = suspect.change();
      String versions =
          change.previous().isEmpty()
              ? change.version()
              : change.previous() + " → " + change.version();
      String where = change.service().isEmpty() ? "" : " of " + change.service();
      String what = "Change: " + Retold.lower(change.kind()) + where + ", " + versions;
      return new Entry(change.at(), "", what);
    }

    List<String> cells() {
      return List.of(Figures.dateTime(at), who.isEmpty() ? "" : code(who), text(what));
    }
  }

  private void rootCause(Diagnosis diagnosis) {
    page.heading(2, "Root cause");
    for (Hypothesis h : diagnosis.hypotheses()) {
      page.paragraph(
          "**" + text(h.statement()) + "**, P(cause) " + text(Figures.probability(h.weight())));
      page.bullets(h.findings().stream().map(PostmortemReport::finding).toList());
    }
    if (!diagnosis.gaps().isEmpty()) {
      page.paragraph("What could not be looked at:");
      page.bullets(diagnosis.gaps().stream().map(Markdown::text).toList());
    }
  }

  private static String finding(Hypothesis.Finding f) {
    String side = f.decibans() > 0 ? "for: " : f.decibans() < 0 ? "against: " : "neither: ";
    String source = f.evidence().isEmpty() ? "" : " (" + code(f.evidence()) + ")";
    return side + text(f.text()) + source;
  }

  private void tried() {
    List<Incident.Attempt> attempts = record.attempts();
    if (attempts.isEmpty()) {
      return;
    }
    page.heading(2, "Fixes and what the replay said");
    page.table(
        List.of("Fix", "Change", "Verdict", "Probability", "Why"),
        attempts.stream().map(PostmortemReport::attempt).toList());
    for (Incident.Attempt a : attempts) {
      ValidationResult result = a.result();
      if (result != null && !result.unknowns().isEmpty()) {
        page.paragraph("What the replay of fix " + a.proposal().attempt() + " could not know:");
        page.bullets(result.unknowns().stream().map(Markdown::text).toList());
      }
    }
  }

  private static List<String> attempt(Incident.Attempt a) {
    Remediation fix = a.proposal();
    ValidationResult result = a.result();
    String what = text(fix.action().describe());
    if (result == null) {
      return List.of(String.valueOf(fix.attempt()), what, "none", "", text(fix.why()));
    }
    return List.of(
        String.valueOf(fix.attempt()),
        what,
        "**" + result.verdict() + "**",
        text(Retold.held(result)),
        text(result.sentence()));
  }

  private void forecastAndOutcome() {
    Optional<ValidationResult> proof =
        record
            .approvalRequest()
            .flatMap(r -> record.provedBy(r.plan().validation()))
            .flatMap(a -> Optional.ofNullable(a.result()));
    Optional<Verification> seen = record.verification();
    if (proof.isEmpty() || seen.isEmpty()) {
      return;
    }
    page.heading(2, "Forecast and outcome");
    page.table(List.of("What", "Forecast", "Outcome"), compared(proof.get(), seen.get()));
  }

  private List<List<String>> compared(ValidationResult proof, Verification seen) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("SLO", text(Retold.held(proof)), Retold.lower(seen.outcome())));
    Optional<Double> elapsed = elapsedSeconds(proof);
    elapsed
        .flatMap(e -> nearest(proof.withFix(), e))
        .ifPresent(p -> {
          rows.add(List.of("p99 at that time", band(p), Figures.millis(seen.p99Millis())));
          rows.add(
              List.of(
                  "Errors at that time",
                  Figures.percent(p.errorRatio()),
                  Figures.percent(seen.errorRatio())));
        });
    return rows;
  }

  private Optional<Double> elapsedSeconds(ValidationResult proof) {
    Optional<Instant> proved =
        record.log().stream()
            .filter(m -> m.payload().equals(proof))
            .map(RoomMessage::ts)
            .findFirst();
    return proved.flatMap(from ->
        record
            .lastAt(Verification.class)
            .map(to -> Duration.between(from, to).toMillis() / 1000.0));
  }

  private static Optional<Forecast.Point> nearest(Forecast forecast, double seconds) {
    return forecast.points().stream()
        .min(Comparator.comparingDouble(p -> Math.abs(p.secondsFromNow() - seconds)));
  }

  private static String band(Forecast.Point p) {
    return Figures.millis(p.p99Millis())
        + " (90 % between "
        + Figures.millis(p.p99LowMillis())
        + " and "
        + Figures.millis(p.p99HighMillis())
        + ")";
  }

  private void approval() {
    record
        .approvalRequest()
        .ifPresent(request -> {
          page.heading(2, "Approval");
          List<List<String>> rows = new ArrayList<>(plan(request.plan(), request.planHash()));
          request.conditions().forEach(c -> rows.add(List.of("Condition", text(c))));
          rows.add(List.of("Answer", record.approval().map(this::answer).orElse("none")));
          page.table(List.of("What", "Which"), rows);
        });
  }

  private static List<List<String>> plan(Plan plan, String hash) {
    var undo = plan.undo();
    return List.of(
        List.of("Plan", code(hash)),
        List.of("Change", text(plan.action().describe())),
        List.of("Undo", text((undo == null ? "none" : undo.describe()) + "; " + plan.whyUndo())),
        List.of("Blast radius", Retold.lower(plan.blastRadius())),
        List.of("Cloud", Figures.dollarsPerHour(plan.dollarsPerHour())));
  }

  private String answer(Approval a) {
    String when =
        record.lastAt(Approval.class).map(at -> " at " + Figures.dateTime(at) + " UTC").orElse("");
    return (a.granted() ? "approved" : "denied")
        + " by "
        + text(record.quorum().map(Quorum::decidedBy).orElse(a.approver()))
        + when
        + (a.reason().isEmpty() ? "" : ": " + text(a.reason()));
  }

  private void executed() {
    List<Execution> steps = record.steps();
    if (!steps.isEmpty()) {
      page.heading(2, "Execution");
      page.bullets(steps.stream().map(e -> text(Retold.execution(e))).toList());
    }
  }

  private void evidence() {
    List<Evidence> all = record.evidence();
    if (all.isEmpty()) {
      return;
    }
    page.heading(2, "Evidence");
    for (Evidence e : all) {
      page.paragraph(code(e.id()) + " " + text(e.finding()));
      page.code(e.language(), e.source());
      if (!e.columns().isEmpty()) {
        rows(e);
      }
    }
  }

  private void rows(Evidence e) {
    page.table(
        e.columns().stream().map(Markdown::text).toList(),
        e.rows().stream()
            .limit(ROWS_SHOWN)
            .map(row -> row.stream().map(Markdown::text).toList())
            .toList());
    int more = e.rows().size() - ROWS_SHOWN;
    if (more > 0) {
      page.paragraph(more + " more rows are in the room's log.");
    }
  }

  private void wentWell() {
    List<String> well = new ArrayList<>();
    for (Incident.Attempt a : record.attempts()) {
      if (a.was(Verdict.REJECT)) {
        well.add("The replay rejected fix " + a.proposal().attempt() + " before it was executed.");
      } else if (a.was(Verdict.ABSTAIN)) {
        well.add("The replay did not vouch for what it could not know, and said so.");
      }
    }
    record
        .between(Signal.class, Decision.class)
        .filter(_ -> record.status() == Status.RESOLVED)
        .ifPresent(
            d -> well.add("From the report to the decision it took " + Figures.duration(d) + "."));
    if (!well.isEmpty()) {
      page.heading(2, "What went well");
      page.bullets(well);
    }
  }

  private void next() {
    List<String> todo = FollowUps.of(record);
    if (!todo.isEmpty()) {
      page.heading(2, "What to do next");
      page.table(List.of("What", "Owner"), todo.stream().map(t -> List.of(text(t), "")).toList());
    }
  }

  /** The payload to post. */
  public static Postmortem payload(List<RoomMessage> log) {
    return new Postmortem(of(log));
  }
}
