package dev.aegis.notice;

import static dev.aegis.notice.Topic.ABSTAINED;
import static dev.aegis.notice.Topic.ANSWERED;
import static dev.aegis.notice.Topic.APPROVAL_ASKED;
import static dev.aegis.notice.Topic.APPROVAL_UNANSWERED;
import static dev.aegis.notice.Topic.DEFERRED;
import static dev.aegis.notice.Topic.ENDED;
import static dev.aegis.notice.Topic.ESCALATED;
import static dev.aegis.notice.Topic.EXECUTING;
import static dev.aegis.notice.Topic.HELD;
import static dev.aegis.notice.Topic.IDENTIFIED;
import static dev.aegis.notice.Topic.NOT_HELD;
import static dev.aegis.notice.Topic.OPENED;
import static dev.aegis.notice.Topic.PROVED;
import static dev.aegis.notice.Topic.RECOMMENDED;
import static dev.aegis.notice.Topic.REJECTED;
import static dev.aegis.notice.Topic.RESOLVED;
import static dev.aegis.notice.Topic.UNKNOWN;
import static dev.aegis.notice.Topic.UPDATE_DUE;
import static dev.aegis.notice.Topic.WOKEN;

import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.postmortem.StakeholderUpdate;
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
import dev.aegis.room.Handle;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.MemoryMark;
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
import dev.aegis.room.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is worth telling of an incident, as a fold over its room's log and the time. The same log
 * gives the same notices with the same keys at any time, but for a request that nobody answers: of
 * that it tells once half of its time is over.
 */
public final class Notices {
  /** How the observer's messages are named that decide whom an incident wakes. */
  public static final String WAKES = "wake-page-";

  private static final int UNANSWERED_SHARE = 2;

  private final List<Notice> told = new ArrayList<>();
  private final Instant now;
  private final Incident incident;
  private String cause = "";

  private Notices(List<RoomMessage> log, Instant now) {
    this.incident = Incident.of(log);
    this.now = now;
  }

  /**
   * Reads a log.
   *
   * @param log of one room, in order
   * @return the notices in the order of what they tell
   */
  public static List<Notice> of(List<RoomMessage> log, Instant now) {
    Notices notices = new Notices(log, now);
    log.forEach(notices::read);
    return List.copyOf(notices.told);
  }

  /**
   * That users wait for the update they were promised.
   *
   * @param log of one room, in order
   * @param told what users were told last
   * @return empty while there is time, and once they were told that it is over
   */
  public static Optional<Notice> updateDue(
      List<RoomMessage> log, StakeholderUpdate.Published told, Instant now) {
    Notices notices = new Notices(log, now);
    Optional<Instant> due = StakeholderUpdate.due(notices.incident, Optional.of(told));
    if (due.isEmpty() || now.isBefore(due.get())) {
      return Optional.empty();
    }
    String key = log.getFirst().room().value() + "/" + UPDATE_DUE.wire() + "/" + told.at();
    String detail =
        "they were told last at "
            + Figures.time(told.at())
            + " UTC ("
            + told.stage().word()
            + ") and should have heard by "
            + Figures.time(due.get())
            + " UTC";
    notices.tell(log.getFirst(), key, UPDATE_DUE, due.get(), detail, "");
    return Optional.of(notices.told.getFirst());
  }

  private void read(RoomMessage message) {
    switch (message.payload()) {
      case Signal signal -> tell(message, OPENED, signal.whySeverity());
      case Diagnosis diagnosis -> identified(message, diagnosis.leading());
      case ValidationResult result -> judged(message, result);
      case Deferral deferral -> tell(message, DEFERRED, deferral.sentence());
      case ApprovalRequest request -> asked(message, request);
      case Approval approval -> tell(message, ANSWERED, words(approval));
      case Execution execution -> executed(message, execution);
      case Verification verification -> verified(message, verification);
      case Decision decision -> decided(message, decision);
      case Escalation escalation -> escalated(message, escalation);
      case Answer _ -> woken(message);
      case Remediation _,
          SecurityReview _,
          SecuritySignoff _,
          Postmortem _,
          Question _,
          Remark _,
          Challenge _,
          Recheck _,
          MemoryMark _,
          Advice _,
          Timer _ -> {
        // People in the room see these; nobody has to act on them.
      }
    }
  }

  private void woken(RoomMessage message) {
    if (message.sender().equals(Handle.OBSERVER) && message.id().value().startsWith(WAKES)) {
      tell(message, WOKEN, message.text());
    }
  }

  private void identified(RoomMessage message, Hypothesis leading) {
    if (!leading.statement().equals(cause)) {
      cause = leading.statement();
      tell(message, IDENTIFIED, cause + " (" + Figures.probability(leading.weight()) + ")");
    }
  }

  private void judged(RoomMessage message, ValidationResult result) {
    Topic topic =
        switch (result.verdict()) {
          case PASS -> PROVED;
          case REJECT -> REJECTED;
          case ABSTAIN -> ABSTAINED;
        };
    tell(message, topic, result.action().describe() + ": " + result.sentence());
  }

  /** A request that has expired when it is made only records what is recommended. */
  private void asked(RoomMessage message, ApprovalRequest request) {
    if (!request.expiresAt().isAfter(message.ts())) {
      return;
    }
    String until = "until " + Figures.time(request.expiresAt()) + " UTC: " + request.summary();
    tell(message, APPROVAL_ASKED, message.ts(), until, request.planHash());
    Duration half = Duration.between(message.ts(), request.expiresAt()).dividedBy(UNANSWERED_SHARE);
    Instant due = message.ts().plus(half);
    boolean open = incident.openRequest().filter(request::equals).isPresent();
    if (open && !incident.phase().terminal() && !now.isBefore(due)) {
      tell(message, APPROVAL_UNANSWERED, due, until, request.planHash());
    }
  }

  private static String words(Approval approval) {
    return approval.approver() + (approval.granted() ? " approves" : " rejects") + reason(approval);
  }

  private static String reason(Approval approval) {
    return approval.reason().isEmpty() ? "" : ": " + approval.reason();
  }

  private void executed(RoomMessage message, Execution execution) {
    switch (execution.state()) {
      case ARMED -> {
        if (execution.step() == 0) {
          String what = execution.undo() ? "taking it back: " : "";
          tell(message, EXECUTING, what + execution.action().describe());
        }
      }
      case UNKNOWN -> tell(message, UNKNOWN, execution.detail());
      case DISPATCHED, OBSERVED, REFUSED -> {
        // The verification and the decision tell what came of it.
      }
    }
  }

  private void verified(RoomMessage message, Verification verification) {
    switch (verification.outcome()) {
      case HELD -> tell(message, HELD, verification.sentence());
      case NOT_HELD -> tell(message, NOT_HELD, verification.sentence());
      case PENDING -> {
        // It is looked at again.
      }
    }
  }

  private void decided(RoomMessage message, Decision decision) {
    Topic topic =
        switch (decision.outcome()) {
          case RESOLVED -> RESOLVED;
          case DENIED -> ENDED;
          case RECOMMENDED -> RECOMMENDED;
          case REVERTED, LEFT_IN_PLACE, NOT_EXECUTED, EXPIRED -> ESCALATED;
          case UNKNOWN -> UNKNOWN;
        };
    if (topic == RESOLVED || topic == ENDED || isNew(topic)) {
      tell(message, topic, decision.sentence());
    }
  }

  private void escalated(RoomMessage message, Escalation escalation) {
    if (isNew(ESCALATED)) {
      String next =
          escalation.unproved().isEmpty()
              ? ""
              : " Could help, unproved: " + escalation.unproved().getFirst();
      tell(message, ESCALATED, escalation.sentence() + next);
    }
  }

  /** Nobody is woken twice for one thing that two messages say. */
  private boolean isNew(Topic topic) {
    return told.stream().noneMatch(n -> n.topic() == topic);
  }

  private void tell(RoomMessage message, Topic topic, String detail) {
    tell(message, topic, message.ts(), detail, "");
  }

  private void tell(RoomMessage message, Topic topic, Instant at, String detail, String planHash) {
    String key = message.room().value() + "/" + topic.wire() + "/" + message.seq();
    tell(message, key, topic, at, detail, planHash);
  }

  private void tell(
      RoomMessage message, String key, Topic topic, Instant at, String detail, String planHash) {
    String room = message.room().value();
    String service = incident.signal().map(Signal::service).orElse("");
    String region = incident.signal().map(Signal::region).orElse("");
    String headline =
        incident.signal().map(s -> s.severity() + " ").orElse("")
            + service
            + (region.isEmpty() ? "" : " in " + region)
            + ": "
            + topic.words();
    told.add(
        new Notice(
            room,
            key,
            topic,
            incident.signal().map(Signal::severity).orElse(null),
            service,
            region,
            headline,
            detail,
            at,
            planHash));
  }
}
