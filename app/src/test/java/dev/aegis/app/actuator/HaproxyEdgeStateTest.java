package dev.aegis.app.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.testkit.Needs;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slots, the map and the socket of a real HAProxy. */
class HaproxyEdgeStateTest {
  @TempDir Path directory;

  @Test
  void givesRequestsToThePodsThatAreNamedAndToNoOther() throws Exception {
    try (RunningEdge edge = RunningEdge.start("us-east-1", "us-west-2", directory)) {
      assertThat(edge.send(10)).isEqualTo(Map.of("503", 10));
      List<Integer> pods = edge.serve(3);
      edge.send(90);
      assertThat(pods).allMatch(port -> edge.answeredBy(port) == 30);

      int fresh = edge.pod();
      edge.slots.serve(List.of(pods.get(1), pods.get(2), fresh));
      long before = edge.answeredBy(pods.get(0));
      assertThat(edge.send(90)).isEqualTo(Map.of("us-east-1", 90));

      assertThat(edge.answeredBy(pods.get(0))).isEqualTo(before);
      assertThat(edge.answeredBy(fresh)).isEqualTo(30);
      assertThat(edge.slots.idle(pods.get(0))).isTrue();
    }
  }

  @Test
  void usesASlotAgainOnceItsPodIsGone() throws Exception {
    try (RunningEdge edge = RunningEdge.start("us-east-1", "us-west-2", directory)) {
      int last = 0;
      for (int i = 0; i < 10; i++) {
        last = edge.pod();
        edge.slots.serve(List.of(last));
        assertThat(edge.send(5)).isEqualTo(Map.of("us-east-1", 5));
      }
      assertThat(edge.answeredBy(last)).isEqualTo(5);
    }
  }

  @Test
  void hasNoMorePodsThanSlots() throws Exception {
    try (RunningEdge edge = RunningEdge.start("us-east-1", "us-west-2", directory)) {
      assertThatThrownBy(() -> edge.slots.serve(List.of(1001, 1002, 1003, 1004, 1005)))
          .isInstanceOf(HaproxyException.class)
          .hasMessageContaining("expected at most 4 pods");
    }
  }

  @Test
  void losesNoChangeOfTwoWriters() throws Exception {
    try (RunningEdge edge = RunningEdge.start("us-east-1", "us-west-2", directory);
        var writers = Executors.newFixedThreadPool(2)) {
      List<Future<?>> both =
          List.of(
              writers.submit(() -> sheds(edge, "a", 15)),
              writers.submit(() -> sheds(edge, "b", 15)));
      for (Future<?> each : both) {
        each.get();
      }

      assertThat(edge.routes().generation()).isEqualTo(30);
      assertThat(edge.routes().keys()).hasSize(30);
    }
  }

  private static void sheds(RunningEdge edge, String name, int times) {
    HaproxyRouteMap map = new HaproxyRouteMap(edge.socket, edge.config.map());
    for (int i = 0; i < times; i++) {
      String key = name + i;
      map.change(routes -> routes.shedding(1).orderedBy(key, "refuse", 0));
    }
  }

  @Test
  void goesOnAfterAWriterThatDiedBeforeItsCommit() throws Exception {
    try (RunningEdge edge = RunningEdge.start("us-east-1", "us-west-2", directory)) {
      HaproxySocket impatient = new HaproxySocket(edge.config.socket(), Duration.ofSeconds(1));
      HaproxyRouteMap map = new HaproxyRouteMap(impatient, edge.config.map());
      edge.socket.ask("prepare", "map", edge.config.map().toString());

      map.change(routes -> routes.shedding(77));

      assertThat(edge.routes().shed()).isEqualTo(77);
      // And whoever was thought dead cannot commit any more.
      assertThat(edge.socket.ask("commit", "map", "@1", edge.config.map().toString()))
          .contains("out of range");
    }
  }

  @Test
  void keepsTheLastExecutionsOnly() {
    HaproxyRoutes routes = HaproxyRoutes.home(List.of("us-west-2"));
    for (int i = 0; i < 100; i++) {
      routes = routes.orderedBy("k" + i, "traffic at home", i);
    }

    assertThat(routes.keys()).hasSize(32).containsKey("k99").doesNotContainKey("k0");
    assertThat(routes.epoch()).isEqualTo(99);
  }

  @Test
  void listensOnLoopbackOnly() {
    HaproxyConfig config =
        new HaproxyConfig(
            "us-east-1", List.of("us-west-2", "eu-west-1"), 2, 8080, 8081, Path.of("/run/aegis"));

    assertThat(Pattern.compile("bind (\\S+)").matcher(config.text()).results())
        .extracting(found -> found.group(1))
        .containsExactly("127.0.0.1:8080", "127.0.0.1:8081");
    assertThat(config.text()).doesNotContain("daemon");
    assertThatThrownBy(
            () -> new HaproxyConfig("x; y", List.of(), 1, 8080, 0, Path.of("/run/aegis")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void waitsNoLongerThanItsLimitForAnAnswer() throws Exception {
    Path path = directory.resolve("silent.sock");
    try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      silent.bind(UnixDomainSocketAddress.of(path));
      HaproxySocket socket = new HaproxySocket(path, Duration.ofMillis(100));

      assertThatThrownBy(() -> socket.ask("show", "info"))
          .isInstanceOf(HaproxyException.class)
          .hasMessageContaining("nothing within 100 ms");
    }
  }

  @Test
  void sendsNoSecondCommandHiddenInAWord() {
    HaproxySocket socket = new HaproxySocket(directory.resolve("none"), Duration.ofSeconds(1));

    assertThatThrownBy(() -> socket.ask("show", "info;shutdown"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> socket.ask("show\nstat")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhatHaproxyComplainsAbout() throws Exception {
    Needs.program("haproxy");
    try (RunningEdge edge = RunningEdge.start("us-east-1", "us-west-2", directory)) {
      assertThatThrownBy(() -> edge.socket.tell("set", "server", "pods/nobody", "state", "ready"))
          .isInstanceOf(HaproxyException.class)
          .hasMessageContaining("No such server");
    }
  }
}
