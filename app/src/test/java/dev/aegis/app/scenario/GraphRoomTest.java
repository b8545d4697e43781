package dev.aegis.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.host.Adviser;
import dev.aegis.app.model.graph.AgentGraphs;
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
