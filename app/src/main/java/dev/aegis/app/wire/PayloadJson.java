package dev.aegis.app.wire;

import dev.aegis.room.Advice;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Challenge;
import dev.aegis.room.Comparison;
import dev.aegis.room.Decision;
import dev.aegis.room.Deferral;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Execution;
import dev.aegis.room.Intent;
import dev.aegis.room.MemoryMark;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.Postmortem;
import dev.aegis.room.Question;
import dev.aegis.room.Recheck;
import dev.aegis.room.Remark;
import dev.aegis.room.Remediation;
import dev.aegis.room.SecurityReview;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.Signal;
import dev.aegis.room.Timer;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verification;
import java.util.Objects;
import java.util.Optional;

/** The wire form of payloads; the envelope's intent says which it is. */
final class PayloadJson {
  private PayloadJson() {}

  static void write(Printer out, Payload payload) {
    switch (payload) {
      case Signal p -> FindingJson.signal(out, p);
      case Diagnosis p -> FindingJson.diagnosis(out, p);
      case Remediation p -> remediation(out, p);
      case ValidationResult p -> FindingJson.validation(out, p);
      case SecurityReview p -> out.object("plan", p.plan(), ActionJson::plan).text("why", p.why());
      case SecuritySignoff p -> signoff(out, p);
      case ApprovalRequest p -> approvalRequest(out, p);
      case Approval p -> approval(out, p);
      case Execution p -> execution(out, p);
      case Verification p -> verification(out, p);
      case Decision p -> decision(out, p);
      case Postmortem p -> out.text("markdown", p.markdown());
      case Escalation p ->
          out.text("sentence", p.sentence())
              .texts("tried", p.tried())
              .texts("missing", p.missing())
              .texts("unproved", p.unproved());
      case Deferral p ->
          out.text("sentence", p.sentence())
              .texts("missing", p.missing())
              .instant("judgeAgainAt", p.judgeAgainAt());
      case Question p -> PeopleJson.question(out, p);
      case Remark p -> out.text("words", p.words()).text("by", p.by());
      case MemoryMark p ->
          out.named("standing", p.standing()).text("reason", p.reason()).text("by", p.by());
      case Challenge p -> PeopleJson.challenge(out, p);
      case Recheck p -> PeopleJson.recheck(out, p);
      case Advice p -> AdviceJson.write(out, p);
      case Answer p ->
          out.text("answer", p.answer()).list("evidence", p.evidence(), FindingJson::evidence);
      case Timer p ->
          out.named("purpose", p.purpose())
              .text("about", p.about().value())
              .instant("dueAt", p.dueAt());
    }
  }

  static Payload read(Intent intent, Fields in) {
    return switch (intent) {
      case SIGNAL -> FindingJson.signal(in);
      case HYPOTHESIS -> FindingJson.diagnosis(in);
      case REMEDIATION_PROPOSAL -> remediation(in);
      case VALIDATION_RESULT -> FindingJson.validation(in);
      case SECURITY_REVIEW ->
          new SecurityReview(in.object("plan", ActionJson::plan), in.text("why"));
      case SECURITY_SIGNOFF -> signoff(in);
      case APPROVAL_REQUEST -> approvalRequest(in);
      case APPROVAL -> approval(in);
      case EXECUTION -> execution(in);
      case VERIFICATION -> verification(in);
      case DECISION -> decision(in);
      case POSTMORTEM -> new Postmortem(in.text("markdown"));
      case ESCALATION ->
          new Escalation(
              in.text("sentence"), in.texts("tried"), in.texts("missing"), in.texts("unproved"));
      case DEFERRAL ->
          new Deferral(in.text("sentence"), in.texts("missing"), in.instant("judgeAgainAt"));
      case QUESTION -> PeopleJson.question(in);
      case REMARK -> new Remark(in.text("words"), in.text("by"));
      case MEMORY_MARK ->
          new MemoryMark(
              in.named("standing", MemoryMark.Standing.class), in.text("reason"), in.text("by"));
      case CHALLENGE -> PeopleJson.challenge(in);
      case RECHECK -> PeopleJson.recheck(in);
      case ADVICE -> AdviceJson.read(in);
      case ANSWER -> new Answer(in.text("answer"), in.list("evidence", FindingJson::evidence));
      case TIMER ->
          new Timer(
              in.named("purpose", Timer.Purpose.class),
              in.value("about", "a message id", id -> Optional.of(new MessageId(id))),
              in.instant("dueAt"));
    };
  }

  private static void remediation(Printer out, Remediation p) {
    out.count("attempt", p.attempt())
        .object("action", p.action(), ActionJson::write)
        .text("why", p.why())
        .optional("undo", p.undo(), ActionJson::write)
        .text("whyUndo", p.whyUndo())
        .duration("expectedDuration", p.expectedDuration())
        .named("blastRadius", p.blastRadius())
        .real("dollarsPerHour", p.dollarsPerHour())
        .text("observedState", p.observedState())
        .texts("considered", p.considered());
  }

  private static Remediation remediation(Fields in) {
    return new Remediation(
        in.count("attempt"),
        in.object("action", ActionJson::read),
        in.text("why"),
        in.optional("undo", f -> f.object("undo", ActionJson::read)),
        in.text("whyUndo"),
        in.duration("expectedDuration"),
        in.named("blastRadius", BlastRadius.class),
        in.real("dollarsPerHour"),
        in.text("observedState"),
        in.texts("considered"));
  }

  private static void signoff(Printer out, SecuritySignoff p) {
    out.text("planHash", p.planHash())
        .flag("accepted", p.accepted())
        .texts("residualRisks", p.residualRisks())
        .texts("conditions", p.conditions());
  }

  private static SecuritySignoff signoff(Fields in) {
    return new SecuritySignoff(
        in.text("planHash"),
        in.flag("accepted"),
        in.texts("residualRisks"),
        in.texts("conditions"));
  }

  private static void approvalRequest(Printer out, ApprovalRequest p) {
    Printer all =
        out.object("plan", p.plan(), ActionJson::plan)
            .text("planHash", p.planHash())
            .text("summary", p.summary())
            .texts("unknowns", p.unknowns())
            .texts("conditions", p.conditions())
            .instant("expiresAt", p.expiresAt());
    if (p.approvers() > 1) {
      all.count("approvers", p.approvers());
    }
  }

  private static ApprovalRequest approvalRequest(Fields in) {
    return new ApprovalRequest(
        in.object("plan", ActionJson::plan),
        in.text("planHash"),
        in.text("summary"),
        in.texts("unknowns"),
        in.texts("conditions"),
        in.instant("expiresAt"),
        Objects.requireNonNullElse(in.optional("approvers", f -> f.count("approvers")), 1));
  }

  private static void approval(Printer out, Approval p) {
    out.text("planHash", p.planHash())
        .flag("granted", p.granted())
        .text("approver", p.approver())
        .text("reason", p.reason());
  }

  private static Approval approval(Fields in) {
    return new Approval(
        in.text("planHash"), in.flag("granted"), in.text("approver"), in.text("reason"));
  }

  private static void execution(Printer out, Execution p) {
    out.text("planHash", p.planHash())
        .count("step", p.step())
        .count("steps", p.steps())
        .flag("undo", p.undo())
        .object("action", p.action(), ActionJson::write)
        .named("state", p.state())
        .text("key", p.key())
        .text("detail", p.detail());
  }

  private static Execution execution(Fields in) {
    return new Execution(
        in.text("planHash"),
        in.count("step"),
        in.count("steps"),
        in.flag("undo"),
        in.object("action", ActionJson::read),
        in.named("state", Execution.State.class),
        in.text("key"),
        in.text("detail"));
  }

  private static void verification(Printer out, Verification p) {
    out.text("planHash", p.planHash())
        .named("outcome", p.outcome())
        .real("p99Millis", p.p99Millis())
        .real("errorRatio", p.errorRatio());
    if (p.lookAgainAt() != null) {
      out.instant("lookAgainAt", p.lookAgainAt());
    }
    out.text("sentence", p.sentence())
        .list("evidence", p.evidence(), FindingJson::evidence)
        .optional("comparison", p.comparison(), PayloadJson::comparison);
  }

  private static Verification verification(Fields in) {
    return new Verification(
        in.text("planHash"),
        in.named("outcome", Verification.Outcome.class),
        in.real("p99Millis"),
        in.real("errorRatio"),
        in.optional("lookAgainAt", f -> f.instant("lookAgainAt")),
        in.text("sentence"),
        in.list("evidence", FindingJson::evidence),
        in.optional("comparison", f -> f.object("comparison", PayloadJson::comparison)));
  }

  private static void comparison(Printer out, Comparison c) {
    out.real("probability", c.probability())
        .real("recoverySeconds", c.recoverySeconds())
        .real("p99LowMillis", c.p99LowMillis())
        .real("p99Millis", c.p99Millis())
        .real("p99HighMillis", c.p99HighMillis())
        .real("errorRatio", c.errorRatio())
        .real("measuredRecoverySeconds", c.measuredRecoverySeconds())
        .real("measuredP99Millis", c.measuredP99Millis())
        .real("measuredErrorRatio", c.measuredErrorRatio());
  }

  private static Comparison comparison(Fields in) {
    return new Comparison(
        in.real("probability"),
        in.real("recoverySeconds"),
        in.real("p99LowMillis"),
        in.real("p99Millis"),
        in.real("p99HighMillis"),
        in.real("errorRatio"),
        in.real("measuredRecoverySeconds"),
        in.real("measuredP99Millis"),
        in.real("measuredErrorRatio"));
  }

  private static void decision(Printer out, Decision p) {
    out.named("outcome", p.outcome())
        .optional("action", p.action(), ActionJson::write)
        .text("decidedBy", p.decidedBy())
        .text("sentence", p.sentence())
        .object("worth", p.worth(), PayloadJson::worth);
  }

  private static Decision decision(Fields in) {
    return new Decision(
        in.named("outcome", Decision.Outcome.class),
        in.optional("action", f -> f.object("action", ActionJson::read)),
        in.text("decidedBy"),
        in.text("sentence"),
        in.object("worth", PayloadJson::worth));
  }

  private static void worth(Printer out, Decision.Worth w) {
    out.real("downtimeSeconds", w.downtimeSeconds())
        .real("manualSeconds", w.manualSeconds())
        .real("downtimeDollars", w.downtimeDollars())
        .real("remediationDollars", w.remediationDollars())
        .real("avertedDollars", w.avertedDollars());
  }

  private static Decision.Worth worth(Fields in) {
    return new Decision.Worth(
        in.real("downtimeSeconds"),
        in.real("manualSeconds"),
        in.real("downtimeDollars"),
        in.real("remediationDollars"),
        in.real("avertedDollars"));
  }
}
