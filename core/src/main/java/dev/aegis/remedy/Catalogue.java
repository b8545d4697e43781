package dev.aegis.remedy;

import dev.aegis.room.Action;
import dev.aegis.room.Action.FailoverRegion;
import dev.aegis.room.Action.RestartPods;
import dev.aegis.room.Action.RollbackAndFailover;
import dev.aegis.room.Action.RollbackDeploy;
import dev.aegis.room.Action.ScalePods;
import dev.aegis.room.Action.SetConfig;
import dev.aegis.room.Action.SetFlag;
import dev.aegis.room.Action.ShedLoad;
import dev.aegis.room.BlastRadius;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.ServiceProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every kind of fix there is, instantiated for a situation where its precondition holds. What does
 * not apply is kept with the reason, so that people see that it was thought of.
 */
public final class Catalogue {
  /**
   * Above this share of slots in use, more pods can help; below, the pods are not what is short.
   */
  static final double SATURATED = 0.85;

  /** Above this share of the heap a fresh pod has more room than a running one. */
  static final double HEAP_FULL = 0.7;

  /** Load that new capacity is sized for, so that queues stay short. */
  static final double TARGET_LOAD = 0.7;

  /** How long a flag, a config value or the edge takes to follow an order. */
  private static final Duration CONTROL_PLANE = Duration.ofSeconds(10);

  private static final Duration ASSUMED_POD_START = Duration.ofSeconds(60);
  private static final Duration ASSUMED_RAMP = Duration.ofSeconds(60);

  private final Situation situation;
  private final List<Candidate> candidates = new ArrayList<>();
  private final List<String> inapplicable = new ArrayList<>();

  private Catalogue(Situation situation) {
    this.situation = situation;
  }

  /** The candidates for a situation. */
  public static Catalogue of(Situation situation) {
    Catalogue catalogue = new Catalogue(situation);
    catalogue.scale();
    catalogue.restart();
    Optional<Candidate> rollback = catalogue.rollback();
    Optional<Candidate> failover = catalogue.failover();
    if (rollback.isPresent() && failover.isPresent()) {
      catalogue.candidates.add(catalogue.both(rollback.get(), failover.get()));
    }
    catalogue.shed();
    catalogue.flag();
    catalogue.config();
    return catalogue;
  }

  public List<Candidate> candidates() {
    return List.copyOf(candidates);
  }

  /** What does not apply here and why, one sentence each. */
  public List<String> inapplicable() {
    return List.copyOf(inapplicable);
  }

  private void scale() {
    if (!(situation.utilisation() >= SATURATED)) {
      skip(
          Action.Kind.SCALE_PODS,
          Double.isNaN(situation.utilisation())
              ? "it is not known how busy the pods are"
              : String.format(
                  Locale.ROOT,
                  "the pods are %.0f %% busy, so they are not what is short",
                  100 * situation.utilisation()));
      return;
    }
    int from = situation.pods();
    int to = Math.min(podsNeeded(), quota());
    if (from == 0 || to <= from) {
      skip(Action.Kind.SCALE_PODS, "the region's quota of " + quota() + " pods is reached");
      return;
    }
    Action action = new ScalePods(service(), region(), from, to);
    candidates.add(
        new Candidate(
            action,
            new ScalePods(service(), region(), to, from),
            "the added pods are removed again",
            podStart(),
            BlastRadius.SMALL,
            (to - from) * costs().podHour(),
            false,
            String.format(
                Locale.ROOT,
                "the pods are %.0f %% busy; %s",
                100 * situation.utilisation(),
                load(to))));
  }

  private String load(int pods) {
    double load = situation.offeredPerSecond() / (pods * perPod());
    return Double.isFinite(load)
        ? String.format(
            Locale.ROOT,
            "%d carry %.0f requests/s at %.0f %% load",
            pods,
            situation.offeredPerSecond(),
            100 * load)
        : "how much " + pods + " carry was not measured";
  }

  private double perPod() {
    return situation.completedPerSecond() / Math.max(1, situation.pods());
  }

  /**
   * Enough for the load that is seen, and twice what runs at least: saturated pods hide how much is
   * missing, since clients that were refused or gave up come back.
   */
  private int podsNeeded() {
    double needed = situation.offeredPerSecond() / (perPod() * TARGET_LOAD);
    int least = 2 * situation.pods();
    return Double.isFinite(needed) ? (int) Math.clamp(Math.ceil(needed), least, 10_000) : least;
  }

  private void restart() {
    if (!(situation.heapRatio() >= HEAP_FULL)) {
      skip(
          Action.Kind.RESTART_PODS,
          Double.isNaN(situation.heapRatio())
              ? "it is not known how full the heaps are"
              : String.format(
                  Locale.ROOT,
                  "the heaps are %.0f %% full, a fresh pod would be no better",
                  100 * situation.heapRatio()));
      return;
    }
    candidates.add(
        new Candidate(
            new RestartPods(service(), region(), situation.pods()),
            null,
            "a restarted pod cannot be un-restarted; its requests in flight are lost",
            podStart().multipliedBy(Math.max(1, situation.pods())),
            BlastRadius.MEDIUM,
            0,
            false,
            String.format(Locale.ROOT, "the heaps are %.0f %% full", 100 * situation.heapRatio())));
  }

  /** The candidate where it is one of the service's own, which can also follow its traffic away. */
  private Optional<Candidate> rollback() {
    Optional<Candidate> own =
        situation.suspect(Change.Kind.DEPLOY).map(deploy -> rollback(deploy, service()));
    own.ifPresent(candidates::add);
    Optional<Change> elsewhere = situation.blamedDeployElsewhere();
    if (own.isEmpty()) {
      elsewhere = elsewhere.or(situation::suspectedDeployElsewhere);
    }
    elsewhere.ifPresent(deploy -> candidates.add(rollback(deploy, deploy.service())));
    if (own.isEmpty() && elsewhere.isEmpty()) {
      skip(Action.Kind.ROLLBACK_DEPLOY, "no deploy is suspected that could be rolled back");
    }
    return own;
  }

  private Candidate rollback(Change change, String service) {
    return new Candidate(
        new RollbackDeploy(service, region(), change.version(), change.previous()),
        new RollbackDeploy(service, region(), change.previous(), change.version()),
        "the version can be deployed again",
        podStart().multipliedBy(Math.max(1, situation.pods())),
        BlastRadius.MEDIUM,
        0,
        true,
        change.version() + " is suspected; " + change.previous() + " ran before it");
  }

  private Optional<Candidate> failover() {
    Optional<ServiceProfile.Region> peer =
        situation.profile().regions().stream()
            .filter(r -> !r.name().equals(region()) && r.pods() > 0)
            .max(java.util.Comparator.comparingInt(ServiceProfile.Region::pods));
    if (peer.isEmpty()) {
      skip(Action.Kind.FAILOVER_REGION, "no other region is declared");
      return Optional.empty();
    }
    String to = peer.get().name();
    Candidate candidate =
        new Candidate(
            new FailoverRegion(service(), region(), to),
            new FailoverRegion(service(), to, region()),
            "the traffic can be sent back, but users have been moved and caches are cold",
            ramp(),
            BlastRadius.LARGE,
            crossRegionDollarsPerHour(),
            false,
            to + " runs " + peer.get().pods() + " pods of its own");
    candidates.add(candidate);
    return Optional.of(candidate);
  }

  private Candidate both(Candidate rollback, Candidate failover) {
    RollbackDeploy back = (RollbackDeploy) rollback.action();
    FailoverRegion away = (FailoverRegion) failover.action();
    return new Candidate(
        new RollbackAndFailover(back, away),
        new FailoverRegion(
            service(), /* fromRegion= */ away.toRegion(), /* toRegion= */ away.fromRegion()),
        "the traffic can be sent back, but users have been moved and caches are cold; the suspected"
            + " version stays away",
        failover.duration().plus(rollback.duration()),
        BlastRadius.LARGE,
        failover.dollarsPerHour(),
        true,
        "users leave "
            + region()
            + " within "
            + failover.duration().toSeconds()
            + " s while "
            + back.fromVersion()
            + " is replaced behind them");
  }

  private void shed() {
    double capacity = situation.completedPerSecond();
    double share = 1 - TARGET_LOAD * capacity / situation.offeredPerSecond();
    double allowed = situation.profile().slo().errorRatio();
    if (!(situation.utilisation() >= SATURATED) || !(share > 0)) {
      skip(Action.Kind.SHED_LOAD, "the pods are not known to be overloaded");
      return;
    }
    if (share > allowed) {
      skip(
          Action.Kind.SHED_LOAD,
          String.format(
              Locale.ROOT,
              "it would have to refuse %.0f %% of the requests, the SLO allows %s %%",
              100 * share,
              Figures.plain(100 * allowed)));
      return;
    }
    candidates.add(
        new Candidate(
            new ShedLoad(service(), region(), 0, share),
            new ShedLoad(service(), region(), share, 0),
            "the edge can let everybody in again",
            CONTROL_PLANE,
            BlastRadius.MEDIUM,
            0,
            false,
            String.format(Locale.ROOT, "refusing %.1f %% would be enough", 100 * share)));
  }

  private void flag() {
    Optional<Change> change = situation.suspect(Change.Kind.FLAG);
    if (change.isEmpty()) {
      skip(Action.Kind.SET_FLAG, "no flag is suspected");
      return;
    }
    Change c = change.get();
    if (isNamed(Action.Kind.SET_FLAG, c)) {
      addSetting(
          c,
          new SetFlag(service(), c.setting(), c.version(), c.previous()),
          new SetFlag(service(), c.setting(), c.previous(), c.version()));
    }
  }

  private void config() {
    Optional<Change> change = situation.suspect(Change.Kind.CONFIG);
    if (change.isEmpty()) {
      skip(Action.Kind.SET_CONFIG, "no configuration change is suspected");
      return;
    }
    Change c = change.get();
    if (isNamed(Action.Kind.SET_CONFIG, c)) {
      addSetting(
          c,
          new SetConfig(service(), c.setting(), c.version(), c.previous()),
          new SetConfig(service(), c.setting(), c.previous(), c.version()));
    }
  }

  /**
   * Free text never names a target: a change that does not say which setting it was is left alone.
   */
  private boolean isNamed(Action.Kind kind, Change change) {
    boolean named = change.setting().matches("[A-Za-z0-9._/-]{1,128}");
    if (!named) {
      skip(kind, "the suspected change does not name its setting");
    }
    return named;
  }

  private void addSetting(Change change, Action action, Action undo) {
    candidates.add(
        new Candidate(
            action,
            undo,
            "the setting can be changed again",
            CONTROL_PLANE,
            BlastRadius.MEDIUM,
            0,
            true,
            "it was changed from " + change.previous() + " to " + change.version()));
  }

  private double crossRegionDollarsPerHour() {
    double gigabytesPerHour =
        situation.offeredPerSecond() * costs().requestKilobytes() * 3600 / 1_000_000;
    return Double.isFinite(gigabytesPerHour) ? gigabytesPerHour * costs().crossRegionGigabyte() : 0;
  }

  private int quota() {
    return situation
        .profile()
        .region(region())
        .map(ServiceProfile.Region::maxPods)
        .orElse(situation.pods());
  }

  private Duration podStart() {
    Duration declared = situation.profile().podStart();
    return declared == null ? ASSUMED_POD_START : declared;
  }

  private Duration ramp() {
    Duration declared = situation.profile().failoverRamp();
    return declared == null ? ASSUMED_RAMP : declared;
  }

  private ServiceProfile.Costs costs() {
    return situation.profile().costs();
  }

  private String service() {
    return situation.signal().service();
  }

  private String region() {
    return situation.signal().region();
  }

  private void skip(Action.Kind kind, String why) {
    inapplicable.add(kind.wire() + ": " + why);
  }
}
