package dev.aegis.postmortem;

import dev.aegis.room.Advice;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Challenge;
import dev.aegis.room.Decision;
import dev.aegis.room.Deferral;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Execution;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.MemoryMark;
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
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Each kind of message in one line of a timeline, from its payload alone. */
final class Retold {
  private Retold() {}

  static String line(Payload payload) {
    return switch (payload) {
      case Signal p -> signal(p);
      case Diagnosis p -> diagnosis(p.leading());
      case Remediation p -> "Fix " + p.attempt() + " proposed: " + p.action().describe();
      case ValidationResult p -> p.verdict() + ": " + p.sentence() + " " + held(p);
      case SecurityReview p -> "Security review asked for: " + p.why();
      case SecuritySignoff p -> signoff(p);
      case ApprovalRequest p ->
          "Approval asked for plan "
              + shortHash(p.planHash())
              + ": "
              + p.plan().action().describe();
      case Approval p -> approval(p);
      case Execution p -> execution(p);
      case Verification p -> verification(p);
      case Decision p -> p.outcome() + ": " + p.sentence();
      case Postmortem _ -> "Postmortem written";
      case Escalation p -> "ESCALATED: " + p.sentence();
      case Deferral p -> "NOT YET: " + p.sentence();
      case Question p -> "Asked" + by(p.by()) + ": " + p.question();
      case Remark p -> "Said" + by(p.by()) + ": " + p.words();
      case Challenge p ->
          "Challenged" + by(p.by()) + (p.reason().isEmpty() ? "" : ": " + p.reason());
      case MemoryMark p ->
          "Marked in memory as " + p.standing().words() + by(p.by()) + ": " + p.reason();
      case Advice p -> advice(p);
      case Recheck p -> p.outcome() + ": " + p.sentence();
      case Answer p -> "Answered: " + p.answer();
      case Timer p -> timer(p.purpose());
    };
  }

  private static String advice(Advice p) {
    if (!p.silence().isEmpty()) {
      return "Without a model: " + p.silence();
    }
    long accepted = p.proposals().stream().filter(Advice.Proposal::accepted).count();
    return "A model's words"
        + (p.words().isEmpty() ? ": none" : ": " + p.words())
        + " ("
        + accepted
        + " of "
        + p.proposals().size()
        + " proposals passed their check)";
  }

  private static String by(String person) {
    return person.isEmpty() ? "" : " by " + person;
  }

  /** The probability of a verdict with what it is a probability of. */
  static String held(ValidationResult result) {
    String horizon = Figures.duration(result.horizon());
    if (result.replications() == 0) {
      return "P(SLO held " + horizon + ") not known: the replay did not run";
    }
    return "P(SLO held "
        + horizon
        + ") "
        + Figures.probability(result.probability())
        + " over "
        + result.replications()
        + " replications";
  }

  /** The first eight digits by which people tell plans apart. */
  static String shortHash(String hash) {
    return hash.substring(0, Math.min(8, hash.length()));
  }

  static String where(Signal signal) {
    return signal.region().isEmpty()
        ? signal.service()
        : signal.service() + " in " + signal.region();
  }

  static String symptom(Signal.Symptom s) {
    return Figures.metricName(s.metric())
        + " "
        + Figures.metricValue(s.metric(), s.observed())
        + ", normally "
        + Figures.metricValue(s.metric(), s.baseline());
  }

  private static String signal(Signal p) {
    Optional<String> worst = p.symptoms().stream().findFirst().map(Retold::symptom);
    return p.severity() + " on " + where(p) + worst.map(w -> ": " + w).orElse("");
  }

  private static String diagnosis(Hypothesis leading) {
    return "P(cause) " + Figures.probability(leading.weight()) + ": " + leading.statement();
  }

  private static String signoff(SecuritySignoff p) {
    String risks = p.residualRisks().stream().collect(Collectors.joining("; "));
    return (p.accepted() ? "SIGNED OFF" : "NOT SIGNED OFF")
        + " plan "
        + shortHash(p.planHash())
        + (risks.isEmpty() ? "" : "; remaining risk: " + risks);
  }

  private static String approval(Approval p) {
    return (p.granted() ? "APPROVED" : "DENIED")
        + " plan "
        + shortHash(p.planHash())
        + " by "
        + p.approver()
        + (p.reason().isEmpty() ? "" : ": " + p.reason());
  }

  static String execution(Execution p) {
    return (p.undo() ? "UNDO " : "")
        + p.state()
        + " step "
        + (p.step() + 1)
        + " of "
        + p.steps()
        + ": "
        + p.action().describe()
        + (p.detail().isEmpty() ? "" : "; " + p.detail());
  }

  private static String verification(Verification p) {
    return p.outcome().name().replace('_', ' ')
        + ": p99 "
        + Figures.millis(p.p99Millis())
        + ", errors "
        + Figures.percent(p.errorRatio())
        + "; "
        + p.sentence();
  }

  private static String timer(Timer.Purpose purpose) {
    return switch (purpose) {
      case APPROVAL_EXPIRED -> "The request for approval expired";
      case LOOK_AGAIN -> "Time to look at the telemetry again";
      case JUDGE_AGAIN -> "Time to judge again";
    };
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
