package dev.aegis.app.terminal;

import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Decision;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Execution;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Plan;
import dev.aegis.room.Postmortem;
import dev.aegis.room.Question;
import dev.aegis.room.Remediation;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.SecurityReview;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.Signal;
import dev.aegis.room.Timer;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What each kind of message says: the verdict word first, then the reason, then the figures. */
final class Spoken {
  private static final int SUSPECTS_SHOWN = 3;
  private static final double WORTH_A_LINE = 0.01;
  private final Body body;
  private final RoomMessage message;
  private final Incident record;
  private final String postmortemPlace;

  private Spoken(Body body, RoomMessage message, Incident record, String postmortemPlace) {
    this.body = body;
    this.message = message;
    this.record = record;
    this.postmortemPlace = postmortemPlace;
  }

  /** Fills the body with the message, the last one of the record. */
  static Body of(Body body, RoomMessage message, Incident record, String postmortemPlace) {
    new Spoken(body, message, record, postmortemPlace).say();
    return body;
  }

  private void say() {
    switch (message.payload()) {
      case Signal p -> signal(p);
      case Diagnosis p -> diagnosis(p);
      case Remediation p -> remediation(p);
      case ValidationResult p -> validation(p);
      case SecurityReview p -> {
        body.verdict(Ink.STRONG, "REVIEW").add("plan " + Words.shortHash(p.plan().hash()));
        body.sentence(p.why());
      }
      case SecuritySignoff p -> signoff(p);
      case ApprovalRequest p -> request(p);
      case Approval p -> approval(p);
      case Execution p -> execution(p);
      case Verification p -> verification(p);
      case Decision p -> decision(p);
      case Postmortem _ -> postmortem();
      case Escalation p -> escalation(p);
      case Question p -> body.verdict(Ink.STRONG, "ASKS").add(p.question());
      case Answer p -> {
        body.verdict(Ink.STRONG, "ANSWERS").add(p.answer());
        body.evidence(p.evidence());
      }
      case Timer p -> timer(p);
    }
  }

  private void signal(Signal p) {
    String first = p.symptoms().stream().findFirst().map(Spoken::symptom).orElse("");
    body.verdict(Ink.BAD, p.severity().name()).add(first);
    p.symptoms().stream().skip(1).forEach(s -> body.sentence(symptom(s)));
    body.sentence(p.whySeverity());
    Duration hidden = Duration.between(p.startedAt(), p.detectedAt());
    body.sentence(
        "began " + Figures.time(p.startedAt()) + ", seen after " + Figures.duration(hidden));
    for (Signal.Suspect suspect : p.suspects().stream().limit(SUSPECTS_SHOWN).toList()) {
      body.paragraph()
          .mark(Ink.DIM, "? ")
          .add(Words.suspect(suspect))
          .figure(Ink.PLAIN, "P(suspect) " + Figures.probability(suspect.share()));
    }
    if (p.dollarsPerMinute() > 0) {
      body.sentence("costs " + Figures.money(p.dollarsPerMinute()) + " a minute");
    }
    body.evidence(p.evidence());
  }

  private static String symptom(Signal.Symptom s) {
    return Figures.metricName(s.metric())
        + " "
        + Figures.metricValue(s.metric(), s.observed())
        + " (normally "
        + Figures.metricValue(s.metric(), s.baseline())
        + ", "
        + s.detector()
        + " "
        + Figures.number(s.score())
        + ")";
  }

  private void diagnosis(Diagnosis p) {
    List<Hypothesis> rest = new ArrayList<>();
    hypothesis(p.leading(), true);
    for (Hypothesis h : p.hypotheses().subList(1, p.hypotheses().size())) {
      if (h.weight() >= WORTH_A_LINE) {
        hypothesis(h, false);
      } else {
        rest.add(h);
      }
    }
    if (!rest.isEmpty()) {
      body.sentence(
          "below P(cause) "
              + Figures.probability(WORTH_A_LINE)
              + ": "
              + rest.stream().map(Hypothesis::statement).collect(Collectors.joining("; ")));
    }
    p.gaps().forEach(gap -> body.marked(Ink.WARN, "?", "not looked at: " + gap));
    body.evidence(p.evidence());
  }

  /** All findings of the leading hypothesis; of another the strongest for it and against it. */
  private void hypothesis(Hypothesis h, boolean leading) {
    body.paragraph()
        .add(leading ? Ink.STRONG : Ink.PLAIN, h.statement())
        .figure(leading ? Ink.STRONG : Ink.PLAIN, Words.cause(h.weight()));
    List<Hypothesis.Finding> speaksFor =
        h.findings().stream().filter(f -> f.decibans() > 0).toList();
    List<Hypothesis.Finding> against = h.findings().stream().filter(f -> f.decibans() < 0).toList();
    long limit = leading ? Long.MAX_VALUE : 1;
    speaksFor.stream().limit(limit).forEach(f -> finding(Ink.GOOD, "+", f));
    against.stream().limit(limit).forEach(f -> finding(Ink.BAD, "-", f));
    if (leading) {
      h.findings().stream().filter(f -> f.decibans() == 0).forEach(f -> finding(Ink.DIM, "o", f));
    }
  }

  private void finding(Ink ink, String mark, Hypothesis.Finding finding) {
    String source = finding.evidence().isEmpty() ? "" : "[" + finding.evidence() + "]";
    body.paragraph().mark(ink, mark + " ").add(finding.text()).figure(Ink.DIM, source);
  }

  private void remediation(Remediation p) {
    body.paragraph()
        .mark(Ink.STRONG, "fix " + p.attempt() + "  ")
        .add(p.action().kind().wire())
        .figure(Ink.PLAIN, Figures.dollarsPerHour(p.dollarsPerHour()));
    body.sentence(p.action().describe());
    body.sentence(p.why());
    body.labelled("undo", Words.undo(p.undo(), p.whyUndo()));
    body.labelled("blast", p.blastRadius() + " · takes " + Figures.duration(p.expectedDuration()));
    body.labelled("not yet", p.considered());
  }

  private void validation(ValidationResult p) {
    body.verdict(Words.ink(p.verdict()), p.verdict().name()).add(Words.held(p));
    body.sentence(p.sentence());
    if (p.replications() > 0) {
      body.sentence(recovery(p));
    }
    p.unknowns().forEach(unknown -> body.marked(Ink.WARN, "?", unknown));
    body.evidence(p.evidence());
  }

  private static String recovery(ValidationResult p) {
    String median =
        p.recoverySeconds() < 0
            ? "the SLO is not met for good"
            : "the SLO is met for good after " + Figures.seconds(p.recoverySeconds()) + " (median)";
    return median + ", " + p.replications() + " replications";
  }

  private void signoff(SecuritySignoff p) {
    body.verdict(p.accepted() ? Ink.GOOD : Ink.BAD, p.accepted() ? "SIGNED OFF" : "REFUSED")
        .add("plan " + Words.shortHash(p.planHash()));
    body.labelled("risk", p.residualRisks());
    body.labelled("only if", p.conditions());
  }

  private void request(ApprovalRequest p) {
    Plan plan = p.plan();
    body.verdict(Ink.STRONG, "APPROVE?")
        .addWhole(Ink.STRONG, "plan " + Words.shortHash(p.planHash()));
    body.sentence(p.summary());
    body.labelled("change", plan.action().steps().stream().map(s -> s.describe()).toList());
    body.labelled("targets", Words.targets(plan));
    body.labelled("blast", Words.blast(plan.blastRadius()));
    body.labelled("cost", Figures.dollarsPerHour(plan.dollarsPerHour()));
    body.labelled("takes", Figures.duration(plan.expectedDuration()));
    body.labelled("undo", Words.undo(plan.undo(), plan.whyUndo()));
    record.provedBy(plan.validation()).ifPresent(this::proof);
    body.labelled("unknown", p.unknowns());
    body.labelled("only if", p.conditions());
    Duration left = Duration.between(message.ts(), p.expiresAt());
    body.labelled("expires", Figures.time(p.expiresAt()) + " UTC, in " + Figures.duration(left));
  }

  private void proof(Incident.Attempt attempt) {
    ValidationResult result = attempt.result();
    if (result != null) {
      body.labelled("proof", "")
          .add("fix " + attempt.proposal().attempt())
          .add(Words.ink(result.verdict()), result.verdict().name())
          .add(Words.held(result));
    }
  }

  private void approval(Approval p) {
    body.verdict(p.granted() ? Ink.GOOD : Ink.BAD, p.granted() ? "APPROVED" : "DENIED")
        .add("plan " + Words.shortHash(p.planHash()) + " by " + p.approver());
    body.sentence(p.reason());
  }

  private void execution(Execution p) {
    String word = (p.undo() ? "UNDO " : "") + p.state();
    Ink ink =
        switch (p.state()) {
          case ARMED, DISPATCHED -> Ink.STRONG;
          case OBSERVED -> Ink.GOOD;
          case REFUSED -> Ink.BAD;
          case UNKNOWN -> Ink.ALARM;
        };
    body.verdict(ink, word)
        .add(
            "step "
                + (p.step() + 1)
                + " of "
                + p.steps()
                + ", plan "
                + Words.shortHash(p.planHash()));
    body.sentence(p.action().describe());
    body.sentence(p.detail());
    if (p.state() == Execution.State.UNKNOWN) {
      alarm(body);
    }
  }

  /** Said wherever an outcome is unknown, in the same words. */
  static void alarm(Body body) {
    body.marked(
        Ink.ALARM,
        "!!!",
        "NOBODY CAN TELL whether this was done. Look at the target by hand before anything is"
            + " repeated.");
  }

  private void verification(Verification p) {
    Ink ink =
        switch (p.outcome()) {
          case PENDING -> Ink.WARN;
          case HELD -> Ink.GOOD;
          case NOT_HELD -> Ink.BAD;
        };
    body.verdict(ink, p.outcome().name().replace('_', ' '))
        .add(
            "p99 " + Figures.millis(p.p99Millis()) + ", errors " + Figures.percent(p.errorRatio()));
    body.sentence(p.sentence());
    var again = p.lookAgainAt();
    if (again != null) {
      body.sentence("looks again at " + Figures.time(again) + " UTC");
    }
    body.evidence(p.evidence());
  }

  private void decision(Decision p) {
    body.verdict(ink(p.outcome()), p.outcome().name().replace('_', ' ')).add(p.sentence());
    if (p.outcome() == Decision.Outcome.UNKNOWN) {
      alarm(body);
    }
  }

  private static Ink ink(Decision.Outcome outcome) {
    return switch (outcome) {
      case RESOLVED -> Ink.GOOD;
      case DENIED, REVERTED, LEFT_IN_PLACE, EXPIRED -> Ink.WARN;
      case UNKNOWN -> Ink.ALARM;
    };
  }

  private void postmortem() {
    body.verdict(Ink.STRONG, "POSTMORTEM")
        .add(postmortemPlace.isEmpty() ? "written, in the room's log" : postmortemPlace);
  }

  private void escalation(Escalation p) {
    body.verdict(Ink.WARN, "ESCALATED").add(p.sentence());
    body.labelled("tried", p.tried());
    body.labelled("missing", p.missing());
  }

  private void timer(Timer p) {
    switch (p.purpose()) {
      case APPROVAL_EXPIRED ->
          body.verdict(Ink.WARN, "EXPIRED").add("nobody answered the request for approval in time");
      case LOOK_AGAIN ->
          body.verdict(Ink.STRONG, "TIMER").add("time to look at the telemetry again");
    }
  }
}
