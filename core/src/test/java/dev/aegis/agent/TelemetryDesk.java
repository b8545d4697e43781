package dev.aegis.agent;

import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.util.List;
import java.util.function.IntFunction;

/** A desk on which telemetry lies and nothing else. */
record TelemetryDesk(Telemetry telemetry) implements Desk {
  @Override
  public ServiceProfile profile() {
    throw new UnsupportedOperationException("nobody is asked what the owners declared");
  }

  @Override
  public Table query(String sql) {
    throw new UnsupportedOperationException("nothing is queried here");
  }

  @Override
  public <T> List<T> replicate(int from, int to, IntFunction<T> replication) {
    throw new UnsupportedOperationException("nothing is replayed here");
  }

  @Override
  public long seed() {
    return 0;
  }
}
