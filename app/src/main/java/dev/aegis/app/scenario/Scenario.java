package dev.aegis.app.scenario;

import dev.aegis.policy.Policy;
import dev.aegis.room.Action;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.twin.ServiceModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A story as data: what the owners declare, what production truly is, what happens when, and what
 * monitoring shows of it.
 *
 * @param name such as {@code leak}
 * @param title one line for people
 * @param profile what the owners declare; the agents know it
 * @param production the truth; only the simulation knows it
 * @param begins time of the first scrape
 * @param scrapeEvery time between scrapes
 * @param limit the story ends here at the latest
 * @param events what happens, oldest first
 * @param hidden metrics that monitoring does not have
 * @param withoutEffect kinds of actions that targets confirm and that change nothing
 * @param outOfSight kinds of actions after which the target can no longer be read
 * @param policy what the owners allow to be done
 */
public record Scenario(
    String name,
    String title,
    ServiceProfile profile,
    ServiceModel production,
    Instant begins,
    Duration scrapeEvery,
    Duration limit,
    List<Event> events,
    Set<Metric> hidden,
    Set<Action.Kind> withoutEffect,
    Set<Action.Kind> outOfSight,
    Policy policy) {

  /** Something that happens in production. */
  public sealed interface Event {
    /** Time since the story begins. */
    Duration at();
  }

  /**
   * A change event that monitoring shows; a deploy of the service also replaces its pods.
   *
   * @param at time since the story begins
   * @param kind what was changed
   * @param service the service changed; a decoy when it is another one
   * @param region the region changed
   * @param version what it is now
   * @param previous what it was before
   * @param description in the words of whoever made it
   * @param setting name of the flag or of the configuration's key
   * @param betweenPods time between one pod's replacement and the next, for a deploy
   * @param podDown how long a replaced pod is away, for a deploy
   */
  public record Changed(
      Duration at,
      Change.Kind kind,
      String service,
      String region,
      String version,
      String previous,
      String description,
      String setting,
      Duration betweenPods,
      Duration podDown)
      implements Event {}

  /**
   * Pods vanish without a change.
   *
   * @param at time since the story begins
   * @param region where
   * @param pods how many
   */
  public record PodsLost(Duration at, String region, int pods) implements Event {}

  public Scenario {
    Objects.requireNonNull(name);
    Objects.requireNonNull(title);
    Objects.requireNonNull(profile);
    Objects.requireNonNull(production);
    Objects.requireNonNull(begins);
    Objects.requireNonNull(policy);
    events = List.copyOf(events);
    hidden = Set.copyOf(hidden);
    withoutEffect = Set.copyOf(withoutEffect);
    outOfSight = Set.copyOf(outOfSight);
    if (!scrapeEvery.isPositive() || limit.compareTo(scrapeEvery) < 0) {
      throw new IllegalArgumentException("expected scrapes above 0 s apart and before the limit");
    }
  }
}
