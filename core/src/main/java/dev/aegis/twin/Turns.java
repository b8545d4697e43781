package dev.aegis.twin;

import dev.aegis.room.Action;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When settings of the service were changed, and which of these changes show what the setting does:
 * the very same pods were seen with the old value and with the new one, and nothing else was
 * changed meanwhile. Each combination of values is an epoch; a value that comes back belongs to the
 * epoch it had.
 *
 * @param decidable in order of time
 * @param undecidable why nothing can be said, by {@link Turn#name()}
 */
record Turns(List<Turn> decidable, SortedMap<String, String> undecidable) {
  /** Changes within this many points of each other cannot be told apart. */
  private static final int TOGETHER_POINTS = 3;

  /** Points without a breach that the time before must have. */
  static final int LEAST_BEFORE = 6;

  /** Whole points that the time after must have. */
  static final int LEAST_AFTER = 2;

  /** An own order and its entry in the feed of changes are one thing. */
  private static final double SAME_SECONDS = 60;

  /** A version's share of the traffic that moves by more than this is being rolled out. */
  private static final double ROLLING = 0.03;

  Turns {
    decidable = List.copyOf(decidable);
    undecidable = Collections.unmodifiableSortedMap(new TreeMap<>(undecidable));
  }

  static Turns of(
      Telemetry telemetry,
      ServiceProfile profile,
      History h,
      Instant origin,
      List<Applied> applied) {
    List<Turn> all = recorded(telemetry, profile, h, origin);
    all.addAll(own(applied, origin, all));
    all.sort(Comparator.comparingDouble(Turn::atSeconds).thenComparing(Turn::name));
    SortedMap<String, String> undecidable = new TreeMap<>();
    List<Turn> kept = new ArrayList<>();
    for (Turn turn : all) {
      boolean known =
          kept.stream()
              .anyMatch(k ->
                  k.name().equals(turn.name())
                      && (k.from().equals(turn.to()) || k.to().equals(turn.to())));
      Optional<String> why =
          known ? Optional.empty() : why(turn, all, telemetry, profile, h, origin);
      if (why.isPresent()) {
        undecidable.put(turn.name(), why.get());
        kept.removeIf(k -> k.name().equals(turn.name()));
      } else {
        undecidable.remove(turn.name());
        kept.add(turn);
      }
    }
    return new Turns(kept, undecidable);
  }

  private static List<Turn> recorded(
      Telemetry telemetry, ServiceProfile profile, History h, Instant origin) {
    List<Turn> turns = new ArrayList<>();
    for (Change c : telemetry.changes()) {
      boolean setting = c.kind() == Change.Kind.FLAG || c.kind() == Change.Kind.CONFIG;
      boolean told = !c.setting().isEmpty() && !c.previous().isEmpty() && !c.version().isEmpty();
      double at = seconds(origin, c.at());
      if (setting
          && told
          && !c.previous().equals(c.version())
          && c.service().equals(profile.service())
          && (c.region().isEmpty() || c.region().equals(profile.home()))
          && h.size() > 0
          && at > h.seconds(0)) {
        turns.add(new Turn(c.kind(), c.setting(), c.previous(), c.version(), at));
      }
    }
    return turns;
  }

  /** Orders of our own that no feed of changes tells of. */
  private static List<Turn> own(List<Applied> applied, Instant origin, List<Turn> recorded) {
    List<Turn> turns = new ArrayList<>();
    for (Applied a : applied) {
      double at = seconds(origin, a.at());
      for (Action step : a.action().steps()) {
        Turn turn =
            switch (step) {
              case Action.SetFlag f -> new Turn(Change.Kind.FLAG, f.flag(), f.from(), f.to(), at);
              case Action.SetConfig c ->
                  new Turn(Change.Kind.CONFIG, c.key(), c.from(), c.to(), at);
              case Action.ScalePods _,
                  Action.RestartPods _,
                  Action.RollbackDeploy _,
                  Action.FailoverRegion _,
                  Action.RollbackAndFailover _,
                  Action.ShedLoad _ ->
                  null;
            };
        if (turn != null && recorded.stream().noneMatch(r -> same(r, turn))) {
          turns.add(turn);
        }
      }
    }
    return turns;
  }

  private static boolean same(Turn a, Turn b) {
    return a.name().equals(b.name())
        && a.to().equals(b.to())
        && Math.abs(a.atSeconds() - b.atSeconds()) <= SAME_SECONDS;
  }

  /** Why a change does not show what the setting does; empty where it does. */
  private static Optional<String> why(
      Turn turn,
      List<Turn> all,
      Telemetry telemetry,
      ServiceProfile profile,
      History h,
      Instant origin) {
    double near = TOGETHER_POINTS * h.table.step;
    for (Turn other : all) {
      if (!other.name().equals(turn.name())
          && Math.abs(other.atSeconds() - turn.atSeconds()) <= near) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "%s was changed within %.0f s of %s, and what each of them does cannot be told",
                turn.name(),
                Math.max(1, Math.abs(other.atSeconds() - turn.atSeconds())),
                other.name()));
      }
    }
    if (rolling(turn, h) || deployed(turn, near, telemetry, profile, origin)) {
      return Optional.of(
          turn.name()
              + " was changed together with a deploy, and what each of them does cannot be told");
    }
    int before = 0;
    int after = 0;
    for (int i = 0; i < h.size(); i++) {
      double from = h.seconds(i) - h.table.lengths[i];
      before +=
          h.seconds(i) <= turn.atSeconds() && !profile.slo().breachedBy(h.p99[i], h.errors[i])
              ? 1
              : 0;
      after += from >= turn.atSeconds() && from >= 0 ? 1 : 0;
    }
    if (before < LEAST_BEFORE || after < LEAST_AFTER) {
      return Optional.of(
          before < LEAST_BEFORE
              ? turn.name() + " was changed with only " + before + " quiet points before"
              : turn.name() + " was changed only " + after + " whole points ago");
    }
    return Optional.empty();
  }

  private static boolean deployed(
      Turn turn, double near, Telemetry telemetry, ServiceProfile profile, Instant origin) {
    return telemetry.changes().stream()
        .filter(c -> c.kind() == Change.Kind.DEPLOY)
        .filter(c -> c.service().isEmpty() || c.service().equals(profile.service()))
        .filter(c -> c.region().isEmpty() || c.region().equals(profile.home()))
        .anyMatch(c -> Math.abs(seconds(origin, c.at()) - turn.atSeconds()) <= near);
  }

  private static boolean rolling(Turn turn, History h) {
    int at = h.indexAt(turn.atSeconds());
    for (int i = Math.max(1, at - TOGETHER_POINTS + 1);
        i < Math.min(h.size(), at + TOGETHER_POINTS);
        i++) {
      for (double[] share : h.share) {
        if (Math.abs(share[i] - share[i - 1]) > ROLLING) {
          return true;
        }
      }
    }
    return false;
  }

  /** The value of every setting after each of the turns, the time before the first one first. */
  List<SortedMap<String, String>> states() {
    SortedMap<String, String> state = new TreeMap<>();
    for (int k = decidable.size() - 1; k >= 0; k--) {
      state.put(decidable.get(k).name(), decidable.get(k).from());
    }
    List<SortedMap<String, String>> states = new ArrayList<>();
    states.add(new TreeMap<>(state));
    for (Turn turn : decidable) {
      state.put(turn.name(), turn.to());
      states.add(new TreeMap<>(state));
    }
    return states;
  }

  /** The distinct combinations of values in order of appearance. */
  List<SortedMap<String, String>> epochs() {
    return states().stream().distinct().toList();
  }

  /** The epoch of each point; -1 for a point in which a setting was changed. */
  int[] epochOfPoints(History h) {
    List<SortedMap<String, String>> states = states();
    List<SortedMap<String, String>> epochs = epochs();
    int[] epoch = new int[h.size()];
    Arrays.fill(epoch, -1);
    for (int i = 0; i < epoch.length; i++) {
      double from = h.seconds(i) - h.table.lengths[i];
      int before = passed(from);
      if (before == passed(h.seconds(i))) {
        epoch[i] = epochs.indexOf(states.get(before));
      }
    }
    return epoch;
  }

  private int passed(double seconds) {
    return (int) decidable.stream().filter(t -> t.atSeconds() <= seconds).count();
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }
}
