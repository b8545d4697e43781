package dev.aegis.app.host;

import dev.aegis.agent.Agent;
import dev.aegis.agent.CommandSettings;
import dev.aegis.agent.Commander;
import dev.aegis.agent.Diagnostician;
import dev.aegis.agent.Observer;
import dev.aegis.agent.Proof;
import dev.aegis.agent.Remediator;
import dev.aegis.agent.Security;
import dev.aegis.agent.Validator;
import dev.aegis.twin.ReplaySettings;
import java.util.List;

/** The five agents and the security specialist, wired by hand. */
public final class Crew {
  private Crew() {}

  /** A crew for one room. */
  public static List<Agent> of(ReplaySettings replay, CommandSettings command) {
    Proof proof = new Proof(replay);
    return List.of(
        new Observer(),
        new Diagnostician(),
        new Remediator(replay.recoverWithin()),
        new Validator(proof),
        new Security(),
        new Commander(command, proof));
  }
}
