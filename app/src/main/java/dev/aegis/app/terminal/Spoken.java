package dev.aegis.app.terminal;

import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Action;
import dev.aegis.room.Advice;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Challenge;
import dev.aegis.room.Decision;
import dev.aegis.room.Deferral;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Evidence;
import dev.aegis.room.Execution;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.MemoryMark;
import dev.aegis.room.Payload;
import dev.aegis.room.Plan;
import dev.aegis.room.Postmortem;
import dev.aegis.room.Question;
import dev.aegis.room.Recheck;
import dev.aegis.room.Remark;
import dev.aegis.room.Remediation;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.SecurityReview;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.Signal;
import dev.aegis.room.Timer;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.room.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What each kind of message says: the verdict word first, then the reason, then the figures. */
final class Spoken {
  private static final int SYMPTOMS_SHOWN = 3;
  private static final int FINDINGS_SHOWN = 3;
  private static final int EVIDENCE_SHOWN = 1;
  private static final int MISSING_SHOWN = 3;
  private static final int FIGURES_SHOWN = 4;
  private static final double WORTH_A_WORD = 0.01;
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
        body.verdict(Ink.STRONG, "REVIEW")
            .add("plan " + Words.shortHash(p.plan().hash()) + ", " + p.why());
      }
      case SecuritySignoff p -> signoff(p);
      case ApprovalRequest p -> request(p);
      case Approval p -> approval(p);
      case Execution p -> execution(p);
      case Verification p -> verification(p);
      case Decision p -> decision(p);
      case Postmortem _ -> postmortem();
      case Escalation p -> escalation(p);
      case Deferral p -> deferral(p);
      case Question p -> said(p.by(), "ASKS", p.question());
      case Remark p -> said(p.by(), "SAYS", p.words());
      case Challenge p -> said(p.by(), "DOUBTS", doubt(p));
      case MemoryMark p ->
          said(p.by(), "MARKS", p.standing().words() + " in memory: " + p.reason());
      case Recheck p -> recheck(p);
      case Advice p -> advice(p);
      case Answer p -> {
        body.verdict(Ink.STRONG, "ANSWERS").add(p.answer());
        body.evidence(p.evidence(), EVIDENCE_SHOWN);
      }
      case Timer p -> timer(p);
    }
  }

  private void said(String by, String word, String words) {
    body.verdict(Ink.STRONG, by.isEmpty() ? word : by + " " + word).add(words);
  }

  private String doubt(Challenge p) {
    String claim =
        record
            .find(p.claim())
            .map(m -> "what " + m.sender() + " said at " + Figures.time(m.ts()))
            .orElse("a message that is not in this room");
    return claim + (p.reason().isEmpty() ? "" : ": " + p.reason());
  }

  private void recheck(Recheck p) {
    Ink ink =
        switch (p.outcome()) {
          case HOLDS -> Ink.GOOD;
          case CHANGED -> Ink.BAD;
          case UNCHECKED -> Ink.WARN;
        };
    body.verdict(ink, p.outcome().name()).add(p.sentence());
    p.checked().stream()
        .flatMap(c -> c.figures().stream())
        .filter(f -> !f.was().equals(f.now()))
        .limit(FIGURES_SHOWN)
        .forEach(f ->
            body.sentence(f.name() + ": " + known(f.was()) + " then, " + known(f.now()) + " now"));
    body.evidence(p.evidence(), 0);
  }

  /** Marked as the model's, so that nobody takes it for what was computed. */
  private void advice(Advice p) {
    if (!p.silence().isEmpty()) {
      body.verdict(Ink.WARN, "NO MODEL").add(p.silence());
      return;
    }
    body.verdict(Ink.STRONG, "MODEL").add(p.words().isEmpty() ? p.model() : p.words());
    p.proposals()
        .forEach(q ->
            body.sentence(
                (q.accepted() ? "" : "refused ")
                    + q.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                    + " "
                    + q.text()
                    + ": "
                    + q.why()));
    if (!p.words().isEmpty()) {
      body.sentence("by " + p.model() + ", which decides nothing");
    }
    body.evidence(p.evidence(), 0);
  }

  private static String known(String figure) {
    return figure.isEmpty() ? "nothing" : figure;
  }

  /** Whether an earlier message says so: a search that is repeated need not be told twice. */
  private boolean wasSaid(Predicate<Payload> so) {
    List<RoomMessage> log = record.log();
    return log.subList(0, log.size() - 1).stream().map(RoomMessage::payload).anyMatch(so);
  }

  private void signal(Signal p) {
    Paragraph first = body.verdict(Ink.BAD, p.severity().name());
    List<Signal.Symptom> symptoms = p.symptoms().stream().sorted(PROMISED_FIRST).toList();
    symptoms.stream().limit(1).forEach(s -> first.add(symptom(s)));
    symptoms.stream().limit(SYMPTOMS_SHOWN).skip(1).forEach(s -> body.sentence(symptom(s)));
    body.sentence(impact(p.whySeverity()) + more(symptoms.size() - SYMPTOMS_SHOWN, "symptom"));
    Paragraph onset = body.paragraph().add(Words.onset(p));
    if (!p.suspects().isEmpty()) {
      onset.add(others(p.suspects().size() - 1, "suspect"));
      double share = p.suspects().getFirst().share();
      onset.figure(Ink.PLAIN, "P(suspect) " + Figures.probability(share));
    }
    body.evidence(p.evidence(), 0);
  }

  /** What users were promised before what only operators see; otherwise the worst first. */
  private static final Comparator<Signal.Symptom> PROMISED_FIRST =
      Comparator.comparingInt(s ->
          switch (s.metric()) {
            case "latency_p99_ms" -> 0;
            case "error_ratio" -> 1;
            default -> 2;
          });

  private static String symptom(Signal.Symptom s) {
    return Figures.metricName(s.metric())
        + " "
        + Figures.metricValue(s.metric(), s.observed())
        + ", normal "
        + Figures.metricValue(s.metric(), s.baseline())
        + ", "
        + Words.score(s);
  }

  /** The sentence says first what is broken, which the symptoms have said, then what it does. */
  private static String impact(String whySeverity) {
    int colon = whySeverity.indexOf(": ");
    return colon < 0 ? whySeverity : whySeverity.substring(colon + 2);
  }

  private static String more(int count, String what) {
    return count <= 0 ? "" : "; " + count + " more " + what + (count == 1 ? "" : "s");
  }

  private static String counted(int count, String what, String rest) {
    return count == 0 ? "" : count + " " + what + (count == 1 ? "" : "s") + rest;
  }

  private static String others(int count, String what) {
    return count <= 0 ? "" : "(" + count + " other " + what + (count == 1 ? "" : "s") + ")";
  }

  private void diagnosis(Diagnosis p) {
    Hypothesis leading = p.leading();
    body.paragraph()
        .add(Ink.STRONG, leading.statement())
        .figure(Ink.STRONG, Words.cause(leading.weight()));
    if (wasSaid(
        m -> m instanceof Diagnosis d && d.leading().statement().equals(leading.statement()))) {
      body.sentence("as before, now seen for longer");
      return;
    }
    List<Hypothesis.Finding> told = new ArrayList<>();
    leading.findings().stream()
        .filter(f -> f.decibans() > 0)
        .limit(FINDINGS_SHOWN)
        .forEach(told::add);
    leading.findings().stream()
        .filter(f -> f.decibans() < 0)
        .limit(FINDINGS_SHOWN)
        .forEach(told::add);
    told.forEach(f -> finding(f.decibans() > 0 ? Ink.GOOD : Ink.BAD, f));
    rest(p.hypotheses().subList(1, p.hypotheses().size()));
    limited("?", "not looked at: ", p.gaps());
    body.evidence(citedFirst(p.evidence(), told), EVIDENCE_SHOWN);
  }

  /** What else it could be: each with some weight, the others counted. */
  private void rest(List<Hypothesis> rest) {
    List<String> told = new ArrayList<>();
    rest.stream()
        .filter(h -> h.weight() >= WORTH_A_WORD)
        .forEach(h -> told.add(h.statement() + " " + Figures.probability(h.weight())));
    if (told.size() < rest.size()) {
      String below = " below " + Figures.probability(WORTH_A_WORD);
      told.add(rest.size() - told.size() + (told.isEmpty() ? " others" : " more") + below);
    }
    body.sentence(told.isEmpty() ? "" : "else P(cause) " + String.join("; ", told));
  }

  private static List<Evidence> citedFirst(List<Evidence> all, List<Hypothesis.Finding> told) {
    Set<String> cited = told.stream().map(Hypothesis.Finding::evidence).collect(Collectors.toSet());
    return all.stream().sorted(Comparator.comparing(e -> !cited.contains(e.id()))).toList();
  }

  /** The first of the texts, the others counted. */
  private void limited(String mark, String before, List<String> texts) {
    if (!texts.isEmpty()) {
      String others = texts.size() == 1 ? "" : " (and " + (texts.size() - 1) + " more)";
      body.marked(Ink.WARN, mark, before + texts.getFirst() + others);
    }
  }

  private void finding(Ink ink, Hypothesis.Finding finding) {
    String mark = finding.decibans() > 0 ? "+" : "-";
    String source = finding.evidence().isEmpty() ? "" : "[" + finding.evidence() + "]";
    body.paragraph().mark(ink, mark + " ").add(finding.text()).figure(Ink.DIM, source);
  }

  private void remediation(Remediation p) {
    body.paragraph()
        .mark(Ink.STRONG, "fix " + p.attempt() + "  ")
        .add(p.action().kind().wire())
        .figure(Ink.PLAIN, Figures.dollarsPerHour(p.dollarsPerHour()));
    body.sentence(p.action().describe());
    if (wasSaid(m -> m instanceof Remediation r && r.action().equals(p.action()))) {
      return;
    }
    body.sentence(p.why());
    body.labelled(
        "blast",
        p.blastRadius()
            + " · takes "
            + Figures.duration(p.expectedDuration())
            + (p.undo() == null ? " · cannot be undone" : " · can be undone"));
    if (!p.considered().isEmpty()) {
      body.labelled("not yet", p.considered().getFirst())
          .add(others(p.considered().size() - 1, "action"));
    }
  }

  private void validation(ValidationResult p) {
    String replays = p.replications() == 0 ? "" : ", " + p.replications() + " replays";
    body.verdict(Words.ink(p.verdict()), p.verdict().name()).add(Words.held(p) + replays);
    if (p.verdict() == Verdict.ABSTAIN && wasSaid(m -> saysTheSame(m, p))) {
      body.sentence("as before, now seen for longer");
      return;
    }
    body.sentence(p.sentence());
    body.sentence(Words.outlook(p));
    // A person decides on a fix that passed, and finds what is unknown with the request.
    switch (p.verdict()) {
      case PASS ->
          body.sentence(counted(p.unknowns().size(), "unknown", ", told with the request"));
      case REJECT -> {}
      case ABSTAIN -> body.sentence(counted(p.unknowns().size(), "unknown", " in the record"));
    }
    body.evidence(p.evidence(), 0);
  }

  private static boolean saysTheSame(Payload earlier, ValidationResult now) {
    return earlier instanceof ValidationResult before
        && before.verdict() == now.verdict()
        && before.reason() == now.reason()
        && before.action().equals(now.action());
  }

  private void signoff(SecuritySignoff p) {
    body.verdict(p.accepted() ? Ink.GOOD : Ink.BAD, p.accepted() ? "SIGNED OFF" : "REFUSED")
        .add("plan " + Words.shortHash(p.planHash()));
    // What the replay does not know stands with its verdict, and with the request.
    Set<String> told =
        record.judged().stream()
            .flatMap(j -> j.result().unknowns().stream())
            .collect(Collectors.toSet());
    body.labelled(
        "risk",
        p.residualRisks().stream().filter(r -> told.stream().noneMatch(r::endsWith)).toList());
    int conditions = p.conditions().size();
    if (conditions > 0) {
      body.labelled("only if", counted(conditions, "condition", ", told with the request"));
    }
  }

  private void request(ApprovalRequest p) {
    Plan plan = p.plan();
    boolean answerable = p.expiresAt().isAfter(message.ts());
    body.verdict(Ink.STRONG, answerable ? "APPROVE?" : "RECOMMENDS")
        .addWhole(Ink.STRONG, "plan " + Words.shortHash(p.planHash()));
    body.labelled("change", numbered(plan.action().steps()));
    body.labelled("targets", Words.targets(plan));
    body.labelled("blast", Words.blast(plan.blastRadius()));
    body.labelled(
        "cost",
        Figures.dollarsPerHour(plan.dollarsPerHour())
            + " · takes "
            + Figures.duration(plan.expectedDuration()));
    body.labelled("undo", Words.undo(plan.undo(), plan.whyUndo()));
    record.provedBy(plan.validation()).ifPresent(this::proof);
    body.labelled("unknown", p.unknowns());
    String asNow = plan.observedState();
    body.labelled("only if", p.conditions().stream().filter(c -> !c.endsWith(asNow)).toList());
    body.labelled("void if", "no longer " + asNow);
    if (answerable) {
      Duration left = Duration.between(message.ts(), p.expiresAt());
      body.labelled("expires", Figures.time(p.expiresAt()) + " UTC, in " + Figures.duration(left));
    }
  }

  private static List<String> numbered(List<Action> steps) {
    List<String> lines = new ArrayList<>();
    for (Action step : steps) {
      String number = steps.size() == 1 ? "" : (lines.size() + 1) + ". ";
      lines.add(number + step.describe());
    }
    return lines;
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
        .add("plan " + Words.shortHash(p.planHash()) + " by " + p.approver())
        .add(p.reason().isBlank() ? "" : "(" + p.reason() + ")");
  }

  private void execution(Execution p) {
    Ink ink =
        switch (p.state()) {
          case ARMED, DISPATCHED -> Ink.STRONG;
          case OBSERVED -> Ink.GOOD;
          case REFUSED -> Ink.BAD;
          case UNKNOWN -> Ink.ALARM;
        };
    Paragraph line = body.verdict(ink, (p.undo() ? "UNDO " : "") + p.state());
    line.add("step " + (p.step() + 1) + " of " + p.steps() + beyond(p));
    // The request has the steps of the plan; those of its undo, and what went wrong, are said here.
    switch (p.state()) {
      case ARMED -> body.sentence(p.undo() ? p.action().describe() : "");
      case DISPATCHED, OBSERVED -> {}
      case REFUSED, UNKNOWN -> body.sentence(p.action().describe());
    }
    if (p.state() == Execution.State.UNKNOWN) {
      alarm(body);
    }
  }

  /** What the record says beyond the action itself. */
  private static String beyond(Execution p) {
    // The targets' states before and after stand in the record, whole and long.
    String detail =
        p.detail()
            .replaceAll("(?s); (before|after): .*", "")
            .replace(p.action().describe(), "")
            .strip();
    String text = detail.endsWith(":") ? detail.substring(0, detail.length() - 1) : detail;
    return text.isBlank() ? "" : ": " + text;
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
    body.verdict(ink, p.outcome().name().replace('_', ' ')).add(p.sentence());
    body.evidence(p.evidence(), EVIDENCE_SHOWN);
  }

  private void decision(Decision p) {
    body.verdict(ink(p.outcome()), p.outcome().name().replace('_', ' ')).add(p.sentence());
    if (p.outcome() == Decision.Outcome.UNKNOWN) {
      alarm(body);
    }
  }

  private static Ink ink(Decision.Outcome outcome) {
    return switch (outcome) {
      case RESOLVED, RECOMMENDED -> Ink.GOOD;
      case DENIED, NOT_EXECUTED, REVERTED, LEFT_IN_PLACE, EXPIRED -> Ink.WARN;
      case UNKNOWN -> Ink.ALARM;
    };
  }

  private void postmortem() {
    body.verdict(Ink.STRONG, "POSTMORTEM")
        .add(postmortemPlace.isEmpty() ? "written, in the room's log" : "written, see below");
  }

  /** The verdicts and their reasons stand above; what is missing is also among what is to do. */
  private void escalation(Escalation p) {
    List<Incident.Judged> judged = record.judgedInThisSearch();
    boolean said = !judged.isEmpty() && judged.getLast().result().sentence().equals(p.sentence());
    body.verdict(Ink.WARN, "ESCALATED")
        .add(said ? "a person takes over: no fix could be vouched for" : p.sentence());
    body.labelled(
        "tried", judged.isEmpty() ? p.tried() : judged.stream().map(Spoken::tried).toList());
    body.labelled("unproved", p.unproved());
    body.labelled("missing", p.missing().stream().limit(MISSING_SHOWN).toList());
    if (p.missing().size() > MISSING_SHOWN) {
      body.labelled("", "and " + (p.missing().size() - MISSING_SHOWN) + " more in the record");
    }
  }

  /** Why stands above, with the verdict. */
  private void deferral(Deferral p) {
    Duration pause = Duration.between(message.ts(), p.judgeAgainAt());
    body.verdict(Ink.WARN, "NOT YET")
        .add(
            "no fix can be vouched for so far; judged again in "
                + Figures.duration(pause)
                + ", when more has been observed");
  }

  private static String tried(Incident.Judged judged) {
    return "fix "
        + judged.proposal().attempt()
        + " "
        + judged.proposal().action().kind().wire()
        + ": "
        + judged.result().verdict();
  }

  private void timer(Timer p) {
    switch (p.purpose()) {
      case APPROVAL_EXPIRED ->
          body.verdict(Ink.WARN, "EXPIRED").add("nobody answered the request for approval in time");
      case LOOK_AGAIN ->
          body.verdict(Ink.STRONG, "TIMER").add("time to look at the telemetry again");
      case JUDGE_AGAIN -> body.verdict(Ink.STRONG, "TIMER").add("time to judge again");
    }
  }
}
