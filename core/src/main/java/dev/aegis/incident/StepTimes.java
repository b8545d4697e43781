package dev.aegis.incident;

import dev.aegis.room.Action;
import dev.aegis.room.Execution;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.Verification;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.ServiceProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long steps really took in an environment, from the order until the target was as ordered: a
 * fold over the logs of all rooms. Only steps of plans that helped count. Immutable.
 *
 * @param podStarts of scaling out
 * @param failovers of moving traffic
 */
public record StepTimes(List<Duration> podStarts, List<Duration> failovers) {
  /** Fewer executions may have had any reason to be quick or slow. */
  private static final int FEWEST = 3;

  /** Older executions tell of a system that has changed since. */
  private static final int MOST = 20;

  /** What is learnt stays within this factor of what was declared. */
  private static final double CAP = 3;

  public StepTimes {
    podStarts = newest(podStarts);
    failovers = newest(failovers);
  }

  private static List<Duration> newest(List<Duration> all) {
    return List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size()));
  }

  /** Folds the logs of all rooms, each given in order, the oldest room first. */
  public static StepTimes of(Collection<List<RoomMessage>> rooms, String environment) {
    List<Duration> podStarts = new ArrayList<>();
    List<Duration> failovers = new ArrayList<>();
    for (List<RoomMessage> log : rooms) {
      boolean here =
          log.stream()
              .anyMatch(
                  m -> m.payload() instanceof Signal s && s.environment().equals(environment));
      if (here) {
        read(log, podStarts, failovers);
      }
    }
    return new StepTimes(podStarts, failovers);
  }

  private static void read(
      List<RoomMessage> log, List<Duration> podStarts, List<Duration> failovers) {
    Set<String> helped = new HashSet<>();
    for (RoomMessage message : log) {
      if (message.payload() instanceof Verification v && v.outcome() == Verification.Outcome.HELD) {
        helped.add(v.planHash());
      }
    }
    Map<String, Instant> ordered = new HashMap<>();
    for (RoomMessage message : log) {
      if (!(message.payload() instanceof Execution e)
          || e.undo()
          || !helped.contains(e.planHash())) {
        continue;
      }
      if (e.state() == Execution.State.DISPATCHED) {
        ordered.put(e.key(), message.ts());
      } else if (e.state() == Execution.State.OBSERVED && ordered.containsKey(e.key())) {
        Duration took = Duration.between(ordered.get(e.key()), message.ts());
        if (e.action() instanceof Action.ScalePods scale && scale.toPods() > scale.fromPods()) {
          podStarts.add(took);
        } else if (e.action() instanceof Action.FailoverRegion) {
          failovers.add(took);
        }
      }
    }
  }

  /** What a pod takes to start; empty where too few were seen. */
  public Optional<Duration> podStart(@Nullable Duration declared) {
    return typical(podStarts, declared);
  }

  /** What traffic takes to move; empty where that was seen too seldom. */
  public Optional<Duration> failoverRamp(@Nullable Duration declared) {
    return typical(failovers, declared);
  }

  private static Optional<Duration> typical(List<Duration> seen, @Nullable Duration declared) {
    if (seen.size() < FEWEST) {
      return Optional.empty();
    }
    double millis = Quantile.median(seen.stream().mapToDouble(Duration::toMillis));
    if (declared != null) {
      double stated = declared.toMillis();
      millis = Math.clamp(millis, stated / CAP, stated * CAP);
    }
    return Optional.of(Duration.ofMillis(Math.round(millis)));
  }

  /** The profile with what was learnt in its environment in the place of what was declared. */
  public static ServiceProfile learntBy(
      ServiceProfile profile, Collection<List<RoomMessage>> rooms) {
    StepTimes times = of(rooms, profile.environment());
    return profile.taking(
        times.podStart(profile.podStart()).orElse(profile.podStart()),
        times.failoverRamp(profile.failoverRamp()).orElse(profile.failoverRamp()));
  }
}
