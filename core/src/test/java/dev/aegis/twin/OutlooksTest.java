package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.room.Outlook;
import dev.aegis.room.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutlooksTest {
  private static final int INTERVALS = 10;

  @Test
  void aServiceHasCollapsedWhenMostRequestsOfARegionFailAtTheEnd() {
    assertThat(Outlooks.collapses(path(i -> i < 8 ? 1.0 : 0.0, i -> 0.0))).isFalse();
    assertThat(Outlooks.collapses(path(i -> i < 8 ? 0.0 : 0.6, i -> 0.0))).isTrue();
    assertThat(Outlooks.collapses(path(i -> 0.0, i -> i < 8 ? 0.0 : 0.6))).isTrue();
    assertThat(Outlooks.collapses(path(i -> 0.5, i -> 0.5))).isFalse();
  }

  @Test
  void intervalsWithoutRequestsSayNothing() {
    assertThat(Outlooks.collapses(path(i -> Double.NaN, i -> 0.0))).isFalse();
    assertThat(Outlooks.collapses(path(i -> i == 9 ? 0.8 : Double.NaN, i -> 0.0))).isTrue();
  }

  @Test
  void theShareOfFuturesThatCollapseIsNeverCertain() {
    Path good = path(i -> 0.0, i -> 0.0);
    Path bad = path(i -> 0.9, i -> 0.0);
    Outlook outlook = Outlooks.of(run(List.of(bad, bad), List.of(good, good, bad)), model());
    assertThat(outlook.collapse()).isEqualTo(2.0 / 5);
    assertThat(outlook.collapseWithout()).isEqualTo(3.0 / 4);
  }

  @Test
  void headRoomIsWhatTheBusiestIntervalLeavesOnceTheActionIsDone() {
    Path path = path(i -> 0.0, i -> 0.0);
    Arrays.setAll(path.utilisation()[0], i -> i < 2 ? 1.0 : 0.5 + 0.02 * i);
    Arrays.fill(path.utilisation()[1], Double.NaN);
    Outlook outlook = Outlooks.of(run(List.of(path), List.of(path)), model());
    assertThat(outlook.headroom()).hasSize(1);
    assertThat(outlook.tightest().orElseThrow().region()).isEqualTo("here");
    assertThat(outlook.tightest().orElseThrow().left()).isCloseTo(0.32, within(1e-9));
  }

  private interface Errors {
    double at(int interval);
  }

  /** Done with the action after the second interval. */
  private static Path path(Errors here, Errors there) {
    double[] seconds = new double[INTERVALS];
    Arrays.setAll(seconds, i -> 30.0 * (i + 1));
    Path path = Path.empty(2, seconds);
    Arrays.setAll(path.errors()[0], here::at);
    Arrays.setAll(path.errors()[1], there::at);
    return path.ended(60, 0);
  }

  private static ReplayRun run(List<Path> nothing, List<Path> paths) {
    Judged judged = new Judged(Reason.HOLDS, 0, -1);
    return new ReplayRun(
        nothing, paths, paths.stream().map(_ -> judged).toList(), new SequentialTest(.95, .6, .05));
  }

  private static ServiceModel model() {
    return new ServiceModel(
        "api",
        1,
        1,
        3,
        10,
        10,
        60,
        10,
        1,
        0,
        List.of(region("here"), region("there")),
        List.of(new ServiceModel.Version("v1", 1, 0, 0, 0, 0)),
        Map.of());
  }

  private static ServiceModel.Region region(String name) {
    return new ServiceModel.Region(name, 1, 1, "v1", 0, Steps.constant(1), List.of());
  }
}
