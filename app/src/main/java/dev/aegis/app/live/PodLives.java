package dev.aegis.app.live;

import dev.aegis.app.live.Place.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells a pod that was started again from one that was replaced: the same name and version with a
 * later start, or, where processes do not say when they started, a name that was gone from the
 * discovery and is back. Counted when the pod answers again.
 */
final class PodLives {
  private static final double SAME_START_SECONDS = 0.5;

  private final Duration forgetAfter;
  private final Map<Name, Life> lives = new HashMap<>();

  PodLives(Duration forgetAfter) {
    this.forgetAfter = forgetAfter;
  }

  private record Name(Fleet fleet, String pod) {}

  private record Life(double start, String version, Instant seen, boolean gone) {}

  /**
   * How many pods of each fleet began anew.
   *
   * @param pods that answered
   * @param there names of all pods that the discovery knows, whether they answered or not
   */
  Map<Fleet, Integer> restarts(Instant at, List<Tally> pods, Set<String> there) {
    lives.values().removeIf(life -> life.seen().plus(forgetAfter).isBefore(at));
    Map<Fleet, Integer> restarts = new HashMap<>();
    Set<Name> answered = new HashSet<>();
    for (Tally pod : pods) {
      Name name = new Name(pod.place().fleet(), pod.place().pod());
      if (name.pod().isEmpty() || !answered.add(name)) {
        continue;
      }
      Life now = new Life(pod.value(Fact.START_TIME), pod.place().version(), at, false);
      Life before = lives.put(name, now);
      if (before != null && again(before, now)) {
        restarts.merge(name.fleet(), 1, Integer::sum);
      }
    }
    lives.replaceAll((name, life) ->
        answered.contains(name) || there.contains(name.pod())
            ? life
            : new Life(life.start(), life.version(), life.seen(), true));
    return restarts;
  }

  private static boolean again(Life before, Life now) {
    boolean silent = Double.isNaN(before.start()) || Double.isNaN(now.start());
    boolean later = silent ? before.gone() : now.start() > before.start() + SAME_START_SECONDS;
    return later && before.version().equals(now.version());
  }
}
