package dev.aegis.app.host;

import dev.aegis.agent.Desk;
import dev.aegis.app.evidence.AskedEvidence;
import dev.aegis.app.evidence.EvidenceFile;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the agents of one incident can look up: telemetry as of the turn, SQL over the same figures,
 * and replications. Used by the room's thread.
 */
public final class IncidentDesk implements AutoCloseable {
  private final ServiceProfile profile;
  private final Replicas replicas;
  private final long seed;
  private final boolean live;
  private @Nullable EvidenceFile evidence;

  private IncidentDesk(ServiceProfile profile, Replicas replicas, long seed, boolean live) {
    this.profile = profile;
    this.replicas = replicas;
    this.seed = seed;
    this.live = live;
  }

  /** Over a production in which time goes on. */
  public static IncidentDesk live(ServiceProfile profile, Replicas replicas, long seed) {
    return new IncidentDesk(profile, replicas, seed, true);
  }

  /** Over what was recorded, and nothing after it. */
  public static IncidentDesk onRecording(ServiceProfile profile, Replicas replicas, long seed) {
    return new IncidentDesk(profile, replicas, seed, false);
  }

  /** The desk as it stands when this is all that was observed; read when first needed. */
  public Desk at(Supplier<Telemetry> observed) {
    return new AsOf(observed);
  }

  private final class AsOf implements Desk {
    private final Supplier<Telemetry> observed;
    private @Nullable Telemetry telemetry;
    private boolean loaded;

    AsOf(Supplier<Telemetry> observed) {
      this.observed = observed;
    }

    @Override
    public Telemetry telemetry() {
      Telemetry known = telemetry;
      if (known == null) {
        known = observed.get();
        telemetry = known;
      }
      return known;
    }

    @Override
    public boolean live() {
      return live;
    }

    @Override
    public ServiceProfile profile() {
      return profile;
    }

    @Override
    public Table query(String sql) {
      EvidenceFile file = evidence;
      if (file == null) {
        file = EvidenceFile.inMemory(telemetry());
        evidence = file;
      } else if (!loaded) {
        file.append(telemetry());
      }
      loaded = true;
      return file.query(sql);
    }

    @Override
    public Given ask(List<String> earlier, String question) {
      return AskedEvidence.ask(telemetry(), profile, earlier, question);
    }

    @Override
    public <T> List<T> replicate(int from, int to, IntFunction<T> replication) {
      return replicas.run(from, to, replication);
    }

    @Override
    public long seed() {
      return seed;
    }
  }

  @Override
  public void close() {
    if (evidence != null) {
      evidence.close();
    }
  }
}
