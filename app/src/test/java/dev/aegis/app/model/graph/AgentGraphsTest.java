package dev.aegis.app.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.agent.CommandSettings;
import dev.aegis.agent.Commander;
import dev.aegis.agent.Desk;
import dev.aegis.agent.Observer;
import dev.aegis.agent.Proof;
import dev.aegis.agent.Remediator;
import dev.aegis.agent.Turn;
import dev.aegis.app.host.Adviser;
import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.Advice;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomMessage;
import dev.aegis.twin.ReplaySettings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The state graphs of @observer and @remediator by themselves. */
class AgentGraphsTest {
  private static final Adviser NOTHING = (_, _, _) -> List.of();
  private static final Remediator REMEDIATOR = new Remediator(Duration.ofMinutes(2));

  private static AgentGraph remediator() {
    return new AgentGraphs(NOTHING).of(REMEDIATOR);
  }

  private static Turn turn(List<RoomMessage> log) {
    Desk nobody =
        (Desk)
            Proxy.newProxyInstance(
                Desk.class.getClassLoader(),
                new Class<?>[] {Desk.class},
                (_, method, _) -> {
                  throw new IllegalArgumentException(
                      "nothing can be looked up: " + method.getName());
                });
    return new Turn(log, log.getLast(), log.getLast().ts(), nobody);
  }

  @Test
  void whereAGraphStandsIsReadFromTheLogAlone() {
    List<RoomMessage> log = Stories.leak();
    boolean proposed = false;
    for (int said = 1; said <= log.size(); said++) {
      List<RoomMessage> before = log.subList(0, said);
      proposed |= before.getLast().sender().equals(Handle.REMEDIATOR);
      // A graph that was made this moment, as after a restart.
      assertThat(remediator().next(turn(before)))
          .as("after message " + said)
          .isEqualTo(proposed ? AgentGraph.WAIT : AgentGraph.LISTEN);
    }
    assertThat(proposed).isTrue();
  }

  @Test
  void adviceIsNoStepOfAGraph() {
    RoomMessage first = Stories.leak().getFirst();
    RoomMessage advice =
        new RoomMessage(
            first.wireVersion(),
            first.room(),
            2,
            Stories.leak().get(1).id(),
            first.id(),
            Handle.REMEDIATOR,
            List.of(),
            "a model's words",
            new Advice("m", "words", "", List.of(), List.of(), List.of()),
            first.ts());
    assertThat(remediator().next(turn(List.of(first, advice)))).isEqualTo(AgentGraph.LISTEN);
  }

  @Test
  void whatFailsInANodeFailsAsItDoesWithoutAGraph() {
    Turn turn = turn(Stories.leak().subList(0, 2));
    String plain = failure(() -> REMEDIATOR.answer(turn));

    assertThat(failure(() -> remediator().answer(turn))).isEqualTo(plain);
    assertThatThrownBy(() -> remediator().answer(turn))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String failure(Runnable action) {
    try {
      action.run();
      return "";
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  @Test
  void theOtherAgentsAreAsTheyAre() {
    Commander commander =
        new Commander(CommandSettings.DEFAULT, new Proof(ReplaySettings.STANDARD));
    assertThat(new AgentGraphs(NOTHING).arranged(commander)).isSameAs(commander);
  }

  @Test
  void theDocumentedGraphsAreThoseOfTheCode() throws IOException {
    Path file = Repository.here().root().resolve("docs/agents.md");
    String documented = Files.readString(file);
    AgentGraphs graphs = new AgentGraphs(NOTHING);
    String now =
        with(
            with(documented, "@observer", graphs.of(new Observer()).mermaid()),
            "@remediator",
            graphs.of(REMEDIATOR).mermaid());
    if (Boolean.getBoolean("aegis.golden.rewrite")) {
      Files.writeString(file, now);
    }
    assertThat(documented).isEqualTo(now);
  }

  /** The text with the graph of an agent in its place. */
  private static String with(String text, String agent, String mermaid) {
    String begin = "<!-- graph of " + agent + " -->\n";
    String end = "<!-- end -->\n";
    int from = text.indexOf(begin) + begin.length();
    assertThat(text).contains(begin);
    return text.substring(0, from)
        + "```mermaid\n"
        + mermaid
            .lines()
            // An agent waits for the next turn and never ends; a room does.
            .filter(line -> !line.contains("__END__") && !line.strip().startsWith("%%"))
            .collect(Collectors.joining("\n"))
            .strip()
        + "\n```\n"
        + text.substring(text.indexOf(end, from));
  }
}
