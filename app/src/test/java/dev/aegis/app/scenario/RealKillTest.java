package dev.aegis.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process leads an incident and is killed before or after a write to the journal or an order
 * to a target, and a second one goes on with the same journal. Production is outside of both. A
 * seeded sample of the moments of {@link CrashTest}; all of them with {@code
 * -Daegis.kill.all=true}.
 */
class RealKillTest {
  private static final long SEED = Long.getLong("aegis.seed", 42);
  private static final boolean ALL = Boolean.getBoolean("aegis.kill.all");
  private static final int SAMPLE = 9;

  /** The order, and what is written down around it and must not be lost. */
  private static final Pattern ALWAYS =
      Pattern.compile("(before|after) (the order|approval|.*\\bexecution armed\\b.*)");

  @TempDir Path home;
  @TempDir Path scratch;
  private final Scenario scenario = Life.scenario();

  @Test
  void losesNothingAndStartsNoStepTwiceWhereverItIsKilled() throws Exception {
    System.out.println("seed " + SEED);
    List<String> moments = momentsOfAWholeLife();
    for (int n : chosen(moments)) {
      killedAt(n, moments.get(n));
    }
  }

  private List<String> momentsOfAWholeLife() throws Exception {
    World world = new World(scenario, SEED, World.NEVER);
    Path state = home.resolve("whole");
    assertThat(new WorldServer(world, scratch).live(state, SEED)).as("exit code").isZero();
    world.assertSafe(state, "nothing is killed");
    assertThat(world.orders()).hasSize(1);
    assertThat(world.moments()).hasSizeGreaterThan(40);
    return world.moments();
  }

  private static SortedSet<Integer> chosen(List<String> moments) {
    SortedSet<Integer> chosen = new TreeSet<>();
    for (int n = 0; n < moments.size(); n++) {
      if (ALL || ALWAYS.matcher(moments.get(n)).matches()) {
        chosen.add(n);
      }
    }
    assertThat(chosen).as("moments around the order: %s", moments).hasSizeGreaterThanOrEqualTo(6);
    SplittableRandom random = new SplittableRandom(SEED);
    while (chosen.size() < SAMPLE) {
      chosen.add(random.nextInt(moments.size()));
    }
    return chosen;
  }

  private void killedAt(int n, String moment) throws Exception {
    String where = "killed at moment " + n + ", " + moment;
    World world = new World(scenario, SEED, n);
    WorldServer server = new WorldServer(world, scratch);
    Path state = home.resolve("killed-" + n);
    assertThat(server.live(state, SEED)).as("exit code, %s", where).isNotZero();
    assertThat(world.dead()).as(where).isTrue();
    assertThat(server.live(state, SEED)).as("exit code of the second life, %s", where).isZero();
    world.assertSafe(state, where);
  }
}
