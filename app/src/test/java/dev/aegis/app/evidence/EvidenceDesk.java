package dev.aegis.app.evidence;

import dev.aegis.agent.Desk;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A desk over an evidence file, for tests. */
record EvidenceDesk(Telemetry telemetry, ServiceProfile profile, EvidenceFile file)
    implements Desk {
  @Override
  public Table query(String sql) {
    return file.query(sql);
  }

  @Override
  public <T> List<T> replicate(int from, int to, IntFunction<T> replication) {
    return IntStream.range(from, to).mapToObj(replication).toList();
  }

  @Override
  public long seed() {
    return 1;
  }
}
