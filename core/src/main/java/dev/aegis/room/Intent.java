package dev.aegis.room;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What a message does in the room, its name on the wire, and who may post it. */
public enum Intent {
  SIGNAL("signal", Set.of(Handle.OBSERVER)),
  HYPOTHESIS("hypothesis", Set.of(Handle.DIAGNOSTICIAN)),
  REMEDIATION_PROPOSAL("remediation_proposal", Set.of(Handle.REMEDIATOR)),
  VALIDATION_RESULT("validation_result", Set.of(Handle.VALIDATOR)),
  SECURITY_REVIEW("security_review", Set.of(Handle.COMMANDER)),
  SECURITY_SIGNOFF("security_signoff", Set.of(Handle.SECURITY)),
  APPROVAL_REQUEST("approval_request", Set.of(Handle.COMMANDER)),
  APPROVAL("approval", Set.of(Handle.HUMAN, Handle.POLICY)),
  EXECUTION("execution", Set.of(Handle.COMMANDER, Handle.AEGIS)),
  VERIFICATION("verification", Set.of(Handle.COMMANDER)),
  DECISION("decision", Set.of(Handle.COMMANDER)),
  POSTMORTEM("postmortem", Set.of(Handle.COMMANDER)),
  ESCALATION(
      "escalation",
      Set.of(
          Handle.OBSERVER,
          Handle.DIAGNOSTICIAN,
          Handle.REMEDIATOR,
          Handle.VALIDATOR,
          Handle.COMMANDER,
          Handle.SECURITY,
          Handle.AEGIS)),
  QUESTION(
      "question",
      Set.of(
          Handle.HUMAN,
          Handle.OBSERVER,
          Handle.DIAGNOSTICIAN,
          Handle.REMEDIATOR,
          Handle.VALIDATOR,
          Handle.COMMANDER,
          Handle.SECURITY)),
  ANSWER(
      "answer",
      Set.of(
          Handle.HUMAN,
          Handle.OBSERVER,
          Handle.DIAGNOSTICIAN,
          Handle.REMEDIATOR,
          Handle.VALIDATOR,
          Handle.COMMANDER,
          Handle.SECURITY)),
  TIMER("timer", Set.of(Handle.AEGIS));

  private final String wire;
  private final Set<Handle> senders;

  Intent(String wire, Set<Handle> senders) {
    this.wire = wire;
    this.senders = senders;
  }

  /** The name in the wire form. */
  public String wire() {
    return wire;
  }

  /** Everyone whose message with this intent is accepted. */
  public Set<Handle> senders() {
    return senders;
  }

  public boolean allows(Handle sender) {
    return senders.contains(sender);
  }

  public static Optional<Intent> fromWire(String name) {
    return Arrays.stream(values()).filter(i -> i.wire.equals(name)).findFirst();
  }
}
