package dev.aegis.room;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Something done to a running system, as the state it shall have afterwards: running the same
 * action again changes nothing.
 */
public sealed interface Action {
  /** Its entry in the catalogue. */
  Kind kind();

  /** The literal state before and after, for people. */
  String describe();

  /** The single steps in the order in which they are taken. */
  default List<Action> steps() {
    return List.of(this);
  }

  /** A service and where it runs; the region is left out where none was recorded. */
  private static String placed(String service, String region) {
    return region.isEmpty() ? service : service + " in " + region;
  }

  /** The catalogue's entries and their ids on the wire. */
  enum Kind {
    SCALE_PODS("scale_pods"),
    RESTART_PODS("restart_pods"),
    ROLLBACK_DEPLOY("rollback_deploy"),
    FAILOVER_REGION("failover_region"),
    ROLLBACK_AND_FAILOVER("rollback_and_failover"),
    SHED_LOAD("shed_load"),
    SET_FLAG("set_flag"),
    SET_CONFIG("set_config");

    private final String wire;

    Kind(String wire) {
      this.wire = wire;
    }

    public String wire() {
      return wire;
    }

    public static Optional<Kind> fromWire(String name) {
      return Arrays.stream(values()).filter(k -> k.wire.equals(name)).findFirst();
    }
  }

  /** Run {@code toPods} pods of a service in a region. */
  record ScalePods(String service, String region, int fromPods, int toPods) implements Action {
    public ScalePods {
      Objects.requireNonNull(service);
      Objects.requireNonNull(region);
      if (fromPods < 0 || toPods < 1) {
        throw new IllegalArgumentException("expected at least one pod, found " + toPods);
      }
    }

    @Override
    public Kind kind() {
      return Kind.SCALE_PODS;
    }

    @Override
    public String describe() {
      return "pods of " + placed(service, region) + ": " + fromPods + " → " + toPods;
    }
  }

  /** Replace every pod by a fresh one of the same version, one after the other. */
  record RestartPods(String service, String region, int pods) implements Action {
    public RestartPods {
      Objects.requireNonNull(service);
      Objects.requireNonNull(region);
    }

    @Override
    public Kind kind() {
      return Kind.RESTART_PODS;
    }

    @Override
    public String describe() {
      return "restart " + pods + " pods of " + placed(service, region) + ", one at a time";
    }
  }

  /** Run {@code toVersion} on every pod of a region, by rolling update. */
  record RollbackDeploy(String service, String region, String fromVersion, String toVersion)
      implements Action {
    public RollbackDeploy {
      Objects.requireNonNull(service);
      Objects.requireNonNull(region);
      Objects.requireNonNull(fromVersion);
      Objects.requireNonNull(toVersion);
    }

    @Override
    public Kind kind() {
      return Kind.ROLLBACK_DEPLOY;
    }

    @Override
    public String describe() {
      return "version of " + placed(service, region) + ": " + fromVersion + " → " + toVersion;
    }
  }

  /** Send the traffic of one region to another, gradually. */
  record FailoverRegion(String service, String fromRegion, String toRegion) implements Action {
    public FailoverRegion {
      Objects.requireNonNull(service);
      Objects.requireNonNull(fromRegion);
      Objects.requireNonNull(toRegion);
    }

    @Override
    public Kind kind() {
      return Kind.FAILOVER_REGION;
    }

    @Override
    public String describe() {
      return "traffic of " + service + ": " + fromRegion + " → " + toRegion;
    }
  }

  /** Move the traffic away, then roll the emptied region back. */
  record RollbackAndFailover(RollbackDeploy rollback, FailoverRegion failover) implements Action {
    public RollbackAndFailover {
      Objects.requireNonNull(rollback);
      Objects.requireNonNull(failover);
    }

    @Override
    public Kind kind() {
      return Kind.ROLLBACK_AND_FAILOVER;
    }

    @Override
    public String describe() {
      return failover.describe() + "; " + rollback.describe();
    }

    @Override
    public List<Action> steps() {
      return List.of(failover, rollback);
    }
  }

  /** Refuse a share of the requests at the edge; 0 refuses none. */
  record ShedLoad(String service, String region, double fromShare, double toShare)
      implements Action {
    public ShedLoad {
      Objects.requireNonNull(service);
      Objects.requireNonNull(region);
      if (!(fromShare >= 0 && fromShare < 1 && toShare >= 0 && toShare < 1)) {
        throw new IllegalArgumentException(
            "expected shares from 0 to below 1, found " + fromShare + " and " + toShare);
      }
    }

    @Override
    public Kind kind() {
      return Kind.SHED_LOAD;
    }

    @Override
    public String describe() {
      return String.format(
          Locale.ROOT,
          "requests of %s refused at the edge: %.0f %% → %.0f %%",
          placed(service, region),
          100 * fromShare,
          100 * toShare);
    }
  }

  /** Set a feature flag. */
  record SetFlag(String service, String flag, String from, String to) implements Action {
    public SetFlag {
      Objects.requireNonNull(service);
      Objects.requireNonNull(flag);
      Objects.requireNonNull(from);
      Objects.requireNonNull(to);
    }

    @Override
    public Kind kind() {
      return Kind.SET_FLAG;
    }

    @Override
    public String describe() {
      return "flag " + flag + " of " + service + ": " + from + " → " + to;
    }
  }

  /** Set a configuration value. */
  record SetConfig(String service, String key, String from, String to) implements Action {
    public SetConfig {
      Objects.requireNonNull(service);
      Objects.requireNonNull(key);
      Objects.requireNonNull(from);
      Objects.requireNonNull(to);
    }

    @Override
    public Kind kind() {
      return Kind.SET_CONFIG;
    }

    @Override
    public String describe() {
      return "config " + key + " of " + service + ": " + from + " → " + to;
    }
  }
}
