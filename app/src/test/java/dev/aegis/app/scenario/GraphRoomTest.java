package dev.aegis.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.agent.Reply;
import dev.aegis.agent.Turn;
import dev.aegis.app.host.Adviser;
import dev.aegis.app.model.graph.AgentGraphs;
import dev.aegis.room.Advice;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole rooms whose @observer and @remediator run as state graphs, beside plain ones. */
class GraphRoomTest {
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"leak", "bad-config", "slow-dependency", "surge", "undecidable"})
  void everyRoomIsTheSameToTheByteWhetherItsAgentsRunAsGraphsOrNot(String scenario) {
    List<String> asked = new ArrayList<>();
    Adviser silent =
        (agent, turn, said) -> {
          asked.add(agent.name());
          return List.of();
        };
    Played plain = Played.demo(home.resolve("plain"), "", "--scenario", scenario, "--json");
    Played graphs =
        Played.demo(
            home.resolve("graphs"),
            (hiding, notes) -> new AgentGraphs(silent),
            "",
            "--scenario",
            scenario,
            "--json");

    assertThat(graphs.out()).isEqualTo(plain.out());
    assertThat(graphs.exit()).isEqualTo(plain.exit());
    assertThat(asked).contains("@remediator");
  }

  @Test
  void anAdviserThatFailsLateBreaksNoRound() {
    Adviser failing =
        new Adviser() {
          @Override
          public List<Advice> beside(Handle agent, Turn turn, List<Reply> said) {
            return List.of();
          }

          @Override
          public List<Late> late(RoomId room, List<RoomMessage> log) {
            throw new IllegalStateException("its answer cannot be read");
          }
        };
    String[] arguments = {"--scenario", "bad-config", "--json"};

    Played played = Played.demo(home.resolve("failing"), (_, _) -> failing, "", arguments);

    assertThat(played.out()).isEqualTo(Played.demo(home.resolve("plain"), "", arguments).out());
  }

  @Test
  void peopleAreAnsweredAndDoubtsAreLookedIntoInTheSameWay() {
    String typed =
        "@remediator why this fix?\n@observer what do you see?\n@remediator what else?\ny\n";
    String[] arguments = {"--scenario", "bad-config", "--approve", "ask", "--json"};
    Played plain = Played.demo(home.resolve("plain"), typed, arguments);
    Played graphs =
        Played.demo(
            home.resolve("graphs"),
            (hiding, notes) -> new AgentGraphs((_, _, _) -> List.of()),
            typed,
            arguments);

    assertThat(plain.out()).contains("@observer", "why this fix");
    assertThat(graphs.out()).isEqualTo(plain.out());
  }
}
