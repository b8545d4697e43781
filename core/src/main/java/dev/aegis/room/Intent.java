package dev.aegis.room;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a message does in the room, its name on the wire, and who may post it. */
public enum Intent {
  SIGNAL("signal"),
  HYPOTHESIS("hypothesis"),
  REMEDIATION_PROPOSAL("remediation_proposal"),
  VALIDATION_RESULT("validation_result"),
  SECURITY_REVIEW("security_review"),
  SECURITY_SIGNOFF("security_signoff"),
  APPROVAL_REQUEST("approval_request"),
  APPROVAL("approval"),
  EXECUTION("execution"),
  VERIFICATION("verification"),
  DECISION("decision"),
  POSTMORTEM("postmortem"),
  ESCALATION("escalation"),
  DEFERRAL("deferral"),
  QUESTION("question"),
  ANSWER("answer"),
  REMARK("remark"),
  CHALLENGE("challenge"),
  RECHECK("recheck"),
  MEMORY_MARK("memory_mark"),
  ADVICE("advice"),
  TIMER("timer");

  private static final Set<Handle> AGENTS =
      Set.of(
          Handle.OBSERVER,
          Handle.DIAGNOSTICIAN,
          Handle.REMEDIATOR,
          Handle.VALIDATOR,
          Handle.COMMANDER,
          Handle.SECURITY);

  private final String wire;

  Intent(String wire) {
    this.wire = wire;
  }

  /** The name in the wire form. */
  public String wire() {
    return wire;
  }

  /** Everyone whose message with this intent is accepted. */
  public Set<Handle> senders() {
    return switch (this) {
      case SIGNAL -> Set.of(Handle.OBSERVER);
      case HYPOTHESIS -> Set.of(Handle.DIAGNOSTICIAN);
      case REMEDIATION_PROPOSAL -> Set.of(Handle.REMEDIATOR);
      case VALIDATION_RESULT -> Set.of(Handle.VALIDATOR);
      case SECURITY_SIGNOFF -> Set.of(Handle.SECURITY);
      case APPROVAL -> Set.of(Handle.HUMAN, Handle.POLICY);
      case EXECUTION -> Set.of(Handle.COMMANDER, Handle.AEGIS);
      case SECURITY_REVIEW, APPROVAL_REQUEST, VERIFICATION, DECISION, POSTMORTEM ->
          Set.of(Handle.COMMANDER);
      case TIMER -> Set.of(Handle.AEGIS);
      case DEFERRAL -> Set.of(Handle.REMEDIATOR, Handle.COMMANDER);
      case ESCALATION -> agentsAnd(Handle.AEGIS);
      case QUESTION, ANSWER -> agentsAnd(Handle.HUMAN);
      case REMARK, CHALLENGE, MEMORY_MARK -> Set.of(Handle.HUMAN);
      case RECHECK, ADVICE -> AGENTS;
    };
  }

  private static Set<Handle> agentsAnd(Handle other) {
    Set<Handle> all = new HashSet<>(AGENTS);
    all.add(other);
    return Set.copyOf(all);
  }

  public boolean allows(Handle sender) {
    return senders().contains(sender);
  }

  public static Optional<Intent> fromWire(String name) {
    return Arrays.stream(values()).filter(i -> i.wire.equals(name)).findFirst();
  }
}
