package dev.aegis.app.host;

import dev.aegis.agent.Desk;
import dev.aegis.execution.Actuator;
import dev.aegis.memory.Fingerprint;
import dev.aegis.policy.Policy;
import dev.aegis.room.Action;
import dev.aegis.room.RoomMessage;
import dev.aegis.suspect.Commit;
import dev.aegis.suspect.LogPattern;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;

/** A desk from which the targets and the policy of the room can be read as well. */
record TargetDesk(Desk desk, Actuator actuator, Terms terms) implements Desk {
  @Override
  public Telemetry telemetry() {
    return desk.telemetry();
  }

  @Override
  public boolean live() {
    return desk.live();
  }

  @Override
  public List<Commit> commits() {
    return desk.commits();
  }

  @Override
  public List<LogPattern> logPatterns(Instant onset) {
    return desk.logPatterns(onset);
  }

  @Override
  public ServiceProfile profile() {
    return desk.profile();
  }

  @Override
  public Table query(String sql) {
    return desk.query(sql);
  }

  @Override
  public Given ask(List<String> earlier, String question) {
    return desk.ask(earlier, question);
  }

  @Override
  public String seal() {
    return desk.seal();
  }

  @Override
  public <T> List<T> replicate(int from, int to, IntFunction<T> replication) {
    return desk.replicate(from, to, replication);
  }

  @Override
  public long seed() {
    return desk.seed();
  }

  @Override
  public String targetState(Action action) {
    try {
      return actuator.state(action);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the targets cannot be read (" + e.getMessage() + "): " + action.describe(), e);
    }
  }

  @Override
  public List<List<RoomMessage>> executed() {
    return terms.executed().get();
  }

  @Override
  public List<Fingerprint> remembered() {
    return terms.remembered().get();
  }

  @Override
  public Policy policy() {
    return terms.policy().get();
  }
}
