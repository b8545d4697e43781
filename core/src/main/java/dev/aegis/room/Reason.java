package dev.aegis.room;

import java.util.Arrays;
import java.util.Optional;

/** Why a verdict came out as it did; the remediator chooses the next candidate by it. */
public enum Reason {
  /** The SLO is met in time and stays met. */
  HOLDS("holds"),
  /** What breaks the service goes on working on whatever replaces it. */
  CAUSE_PERSISTS("cause_persists"),
  /** It helps, but not by enough. */
  NOT_ENOUGH("not_enough"),
  /** It would help, but too late. */
  TOO_SLOW("too_slow"),
  /** The service is worse off than when nothing is done. */
  WORSENS("worsens"),
  /** The region that takes the traffic cannot carry it. */
  NO_HEADROOM("no_headroom"),
  /** The un-mitigated replay does not match what was seen. */
  DOES_NOT_REPRODUCE("does_not_reproduce"),
  /** Something the replay needs was not observed. */
  NOT_OBSERVED("not_observed"),
  /** The replications disagree too much to decide within the limit. */
  TOO_CLOSE("too_close");

  private final String wire;

  Reason(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }

  public static Optional<Reason> fromWire(String name) {
    return Arrays.stream(values()).filter(r -> r.wire.equals(name)).findFirst();
  }
}
