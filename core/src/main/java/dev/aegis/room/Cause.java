package dev.aegis.room;

import java.util.Arrays;
import java.util.Optional;

/** The root causes that are told apart. */
public enum Cause {
  LEAK_BY_DEPLOY("leak_by_deploy", "memory leak introduced by a deploy"),
  BAD_DEPLOY("bad_deploy", "a deploy that fails or is slow from its first request"),
  TRAFFIC_SURGE("traffic_surge", "more traffic than the pods can carry"),
  SLOW_DEPENDENCY("slow_dependency", "a shared dependency that is slow or saturated"),
  CAPACITY_LOST("capacity_lost", "pods lost without a change"),
  BAD_POD("bad_pod", "a pod that fails or is slow while its siblings do well"),
  HOST_CONTENTION("host_contention", "machines of the region that are short of processor time"),
  UNKNOWN("unknown", "none of the known causes");

  private final String wire;
  private final String words;

  Cause(String wire, String words) {
    this.wire = wire;
    this.words = words;
  }

  public String wire() {
    return wire;
  }

  /** For people. */
  public String words() {
    return words;
  }

  public static Optional<Cause> fromWire(String name) {
    return Arrays.stream(values()).filter(c -> c.wire.equals(name)).findFirst();
  }
}
