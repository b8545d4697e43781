package dev.aegis.app.page;

import dev.aegis.incident.Incident;
import dev.aegis.room.Decision;
import dev.aegis.room.Escalation;
import java.util.Locale;

/**
 * Where an incident stands and who must do what about it.
 *
 * @param tone {@code act} where it waits for a person, {@code alarm} where an outcome is unknown,
 *     else {@code good}, {@code warn} or {@code calm}
 * @param word the state
 * @param who who is to act, by name of their part: whoever reads need not be the one
 * @param what what they are to do
 */
public record Standing(String tone, String word, String who, String what) {
  private static final String APPROVER = "An approver";
  private static final String ON_CALL = "Whoever is on call";

  /** Whether it goes on only when a person does something. */
  boolean isForPeople() {
    return who.equals(APPROVER) || who.equals(ON_CALL);
  }

  /** Of an incident as its log tells. */
  public static Standing of(Incident incident) {
    String decided = incident.decision().map(Decision::sentence).orElse("");
    return switch (incident.status()) {
      case UNKNOWN ->
          new Standing(
              "alarm",
              "Outcome unknown",
              ON_CALL,
              "look at the target by hand; it may have happened, so nothing is repeated");
      case WAITING ->
          new Standing(
              "act", "Waiting for approval", APPROVER, "approve or reject " + asked(incident));
      case RESOLVED -> new Standing("good", "Resolved", "Nobody", "it is over");
      case RECOMMENDED ->
          new Standing("act", "Fix recommended", ON_CALL, "carry out " + asked(incident));
      case ESCALATED ->
          new Standing(
              "warn",
              "With a person",
              ON_CALL,
              incident.escalation().map(Escalation::sentence).orElse("take over"));
      case DENIED, NOT_EXECUTED, REVERTED, LEFT_IN_PLACE, EXPIRED ->
          new Standing("warn", capital(incident.status().words()), ON_CALL, decided);
      case OPEN -> open(incident);
    };
  }

  private static Standing open(Incident incident) {
    return switch (incident.phase()) {
      case QUIET, OPEN -> agent("Looking for the cause", "@diagnostician", "ranks the causes");
      case EXPLAINED -> agent("Looking for a fix", "@remediator", "proposes one");
      case PROVING -> agent("Replaying a fix", "@validator", "tries it in the replay");
      case PROVED -> agent("A fix has passed", "@commander", "prepares the decision");
      case IN_REVIEW -> agent("In review", "@security", "looks at the plan");
      case AWAITING_APPROVAL, APPROVED -> agent("Approved", "@commander", "begins");
      case EXECUTING -> agent("Being carried out", "@aegis", "takes it step by step");
      case VERIFYING, RECOVERED ->
          agent("Being verified", "@commander", "watches whether it holds");
      case FAILED -> agent("Did not help", "@commander", "takes it back or looks again");
      case CLOSED_BY_DECISION, WITH_A_PERSON, OUTCOME_UNKNOWN ->
          new Standing("warn", "Over for Aegis", ON_CALL, "take over");
    };
  }

  private static Standing agent(String word, String who, String what) {
    return new Standing("calm", word, who, what);
  }

  private static String asked(Incident incident) {
    return incident
        .approvalRequest()
        .map(request -> "“" + request.plan().action().describe() + "”")
        .orElse("the plan");
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
