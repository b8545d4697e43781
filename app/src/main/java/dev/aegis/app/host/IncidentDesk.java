package dev.aegis.app.host;

import dev.aegis.agent.Desk;
import dev.aegis.app.evidence.EvidenceFile;
import dev.aegis.app.evidence.KeptEvidence;
import dev.aegis.app.evidence.PatternCounts;
import dev.aegis.room.RoomId;
import dev.aegis.room.Signal;
import dev.aegis.suspect.Commit;
import dev.aegis.suspect.LogPattern;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the agents of one incident can look up: telemetry as of the turn, SQL over the same figures,
 * and replications. The figures that are asked for are kept as the incident's evidence, where a
 * place for it is named; an incident goes on where they cannot be, which is said. Used by the
 * room's thread.
 */
public final class IncidentDesk implements AutoCloseable {
  private final ServiceProfile profile;
  private final Replicas replicas;
  private final long seed;
  private final boolean live;
  private List<Commit> commits = List.of();
  private @Nullable Path folder;
  private Consumer<String> notices = _ -> {};
  private @Nullable EvidenceFile evidence;
  private @Nullable Signalled signalled;

  /** Which incident it is. */
  private record Signalled(RoomId room, Signal signal) {}

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

  /**
   * From now on the evidence is kept.
   *
   * @param journal the directory of the journal beside which it lies
   * @param said takes one sentence when it cannot be
   */
  public IncidentDesk keepingBeside(Path journal, Consumer<String> said) {
    folder = KeptEvidence.folder(journal);
    notices = said;
    return this;
  }

  /** From now on it knows these commits. */
  public IncidentDesk knowing(List<Commit> recorded) {
    commits = List.copyOf(recorded);
    return this;
  }

  /** Tells which room was opened, so that its evidence has its name. Told before it is posted. */
  public void opened(RoomId room, Signal signal) {
    signalled = new Signalled(room, signal);
    if (evidence != null) {
      guarded(Telemetry.NONE, () -> name(evidence));
    }
  }

  /** Keeps how the incident ended, for whoever asks later. */
  public void ended(Telemetry observed) {
    if (evidence != null && folder != null) {
      evidence(observed);
    }
  }

  private void name(@Nullable EvidenceFile file) {
    Signalled known = signalled;
    if (file != null && known != null) {
      Signal signal = known.signal();
      file.named(known.room().value(), signal.region(), signal.startedAt());
    }
  }

  /** Evidence with all of this in it. */
  private EvidenceFile evidence(Telemetry observed) {
    guarded(
        observed,
        () -> {
          EvidenceFile file = evidence;
          if (file == null && folder != null) {
            file = EvidenceFile.keptIn(folder, profile);
            evidence = file;
            name(file);
          }
          if (file != null) {
            file.append(observed);
          }
        });
    EvidenceFile file = evidence;
    if (file == null) {
      file = EvidenceFile.inMemory(observed);
      evidence = file;
    }
    return file;
  }

  /** Does it, or goes on with evidence in memory. */
  private void guarded(Telemetry observed, Runnable keeping) {
    try {
      keeping.run();
    } catch (IllegalStateException e) {
      notices.accept(
          "the evidence of "
              + (signalled == null ? "an incident" : signalled.room())
              + " cannot be kept and lasts as long as this process: "
              + e.getMessage());
      folder = null;
      EvidenceFile failed = evidence;
      evidence = EvidenceFile.inMemory(observed);
      if (failed != null) {
        failed.abandon();
      }
    }
  }

  /** The desk as it stands when this is all that was observed; read when first needed. */
  public Desk at(Supplier<Telemetry> observed) {
    return new AsOf(observed);
  }

  private final class AsOf implements Desk {
    private final Supplier<Telemetry> observed;
    private @Nullable Telemetry telemetry;
    private @Nullable EvidenceFile loadedInto;

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
    public List<Commit> commits() {
      return commits;
    }

    @Override
    public List<LogPattern> logPatterns(Instant onset) {
      return PatternCounts.of(telemetry(), onset);
    }

    @Override
    public ServiceProfile profile() {
      return profile;
    }

    @Override
    public Table query(String sql) {
      return loaded().query(sql);
    }

    private EvidenceFile loaded() {
      EvidenceFile file = evidence;
      if (file == null || file != loadedInto) {
        file = evidence(telemetry());
        loadedInto = file;
      }
      return file;
    }

    @Override
    public Given ask(List<String> earlier, String question) {
      return loaded().ask(telemetry(), profile, earlier, question);
    }

    @Override
    public String seal() {
      EvidenceFile file = evidence;
      return file == null ? "" : file.seal();
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
