package dev.aegis.telemetry;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that people or machines did to the system on purpose.
 *
 * @param at when it took effect
 * @param kind what was changed
 * @param service the service changed; empty when the whole estate was
 * @param region the region changed; empty when all were
 * @param version what it is now: a version, a flag's value, a number of pods
 * @param previous what it was before; empty when not recorded
 * @param description one line in the words of whoever made it: untrusted text, never acted upon
 * @param setting name of the flag or of the configuration's key; empty for other kinds and when not
 *     recorded
 * @param environment where it was made, as its owners call it, such as {@code staging}; empty when
 *     not recorded
 * @param commit what was built, as the version control calls it; empty when not recorded
 */
public record Change(
    Instant at,
    Kind kind,
    String service,
    String region,
    String version,
    String previous,
    String description,
    String setting,
    String environment,
    String commit) {

  /** What was changed. */
  public enum Kind {
    DEPLOY,
    CONFIG,
    FLAG,
    SCALE
  }

  /** A change that names neither environment nor commit. */
  public Change(
      Instant at,
      Kind kind,
      String service,
      String region,
      String version,
      String previous,
      String description,
      String setting) {
    this(at, kind, service, region, version, previous, description, setting, "", "");
  }

  /** A change that names no setting. */
  public Change(
      Instant at,
      Kind kind,
      String service,
      String region,
      String version,
      String previous,
      String description) {
    this(at, kind, service, region, version, previous, description, "");
  }

  public Change {
    Objects.requireNonNull(at);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(service);
    Objects.requireNonNull(region);
    Objects.requireNonNull(version);
    Objects.requireNonNull(previous);
    Objects.requireNonNull(description);
    Objects.requireNonNull(setting);
    Objects.requireNonNull(environment);
    Objects.requireNonNull(commit);
  }
}
