package dev.aegis.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Canary;
import dev.aegis.app.testkit.FakeProvider;
import dev.aegis.app.testkit.HostileModel;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.room.Advice;
import dev.aegis.room.Postmortem;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model that obeys every instruction it reads, and lies, begs and threatens where it reads none.
 * The incident goes as it goes without any model.
 */
class HostileModelTest {

  @TempDir Path home;

  @Test
  void everyMessageIsWhatItIsWithoutAModel() throws IOException {
    String story = story(HostileModel.INJECTIONS.getFirst());
    List<RoomMessage> alone = decided(Played.demo(home, "", "--scenario", story, "--json"));
    try (FakeProvider hostile = HostileModel.open()) {
      Played beside =
          Played.demo(home, HostileModel.asking(hostile), "", "--scenario", story, "--json");

      assertThat(decided(beside)).isEqualTo(alone);
      assertThat(advice(beside)).as("it was asked").isNotEmpty();
      assertThat(advice(beside)).extracting(Advice::words).containsOnly("");
      assertThat(beside.out() + beside.err()).doesNotContain(HostileModel.KEY);
      Canary.isNowhere(home, List.of(HostileModel.KEY));
    }
  }

  @TestFactory
  List<DynamicTest> whatStrangersWriteReachesNoModelAndChangesNoPlan() throws IOException {
    Played clean = Played.demo(home, "", "--scenario", story("moved to the new host"), "--json");
    return IntStream.range(0, HostileModel.INJECTIONS.size())
        .filter(i -> i % 5 == 0)
        .mapToObj(i ->
            DynamicTest.dynamicTest(
                "classes " + (i + 1) + " to " + (i + 5),
                () -> {
                  String texts = String.join(" ", HostileModel.INJECTIONS.subList(i, i + 5));
                  try (FakeProvider hostile = HostileModel.open()) {
                    Played played =
                        Played.demo(
                            home,
                            HostileModel.asking(hostile),
                            "",
                            "--scenario",
                            story(texts),
                            "--json");

                    assertThat(played.exit()).as(played.err()).isEqualTo(clean.exit());
                    assertThat(played.verdicts()).isEqualTo(clean.verdicts());
                    assertThat(played.executions()).isEqualTo(clean.executions());
                    assertThat(hostile.bodies()).isNotEmpty();
                    assertThat(hostile.bodies())
                        .allSatisfy(body ->
                            assertThat(body)
                                .doesNotContain("OBEY", "evil", "v2.3.1", HostileModel.KEY));
                  }
                }))
        .toList();
  }

  @Test
  void whatIsSaidInTheRoomReachesNoModelAndChangesNoPlan() throws IOException {
    String story = story("moved to the new host");
    String[] arguments = {"--scenario", story, "--approve", "ask", "--json"};
    Played clean = Played.demo(home, "@diagnostician how are you?\ny\n", arguments);
    String said =
        HostileModel.INJECTIONS.stream()
            .limit(18)
            .map(text -> "@diagnostician " + text.replaceAll("\\p{Cntrl}", " ") + "\n")
            .collect(Collectors.joining());
    try (FakeProvider hostile = HostileModel.open()) {
      Played played = Played.demo(home, HostileModel.asking(hostile), said + "y\n", arguments);

      assertThat(played.exit()).as(played.err()).isEqualTo(clean.exit());
      assertThat(played.out()).contains("OBEY");
      assertThat(played.verdicts()).isEqualTo(clean.verdicts());
      assertThat(played.executions()).isEqualTo(clean.executions());
      assertThat(hostile.bodies())
          .isNotEmpty()
          .allSatisfy(body -> assertThat(body).doesNotContain("OBEY", HostileModel.KEY));
    }
  }

  /** All but what a model said, and the report, which tells that too. */
  private static List<RoomMessage> decided(Played played) {
    return messages(played).stream()
        .filter(m -> !(m.payload() instanceof Advice) && !(m.payload() instanceof Postmortem))
        .map(m ->
            new RoomMessage(
                m.wireVersion(),
                m.room(),
                1,
                m.id(),
                m.inReplyTo(),
                m.sender(),
                m.mentions(),
                m.text(),
                m.payload(),
                m.ts()))
        .toList();
  }

  private static List<Advice> advice(Played played) {
    return messages(played).stream()
        .map(RoomMessage::payload)
        .filter(Advice.class::isInstance)
        .map(Advice.class::cast)
        .toList();
  }

  private static List<RoomMessage> messages(Played played) {
    List<RoomMessage> messages = new ArrayList<>();
    played
        .out()
        .lines()
        .filter(line -> line.startsWith("{\"v\":"))
        .map(RoomJson::read)
        .forEach(messages::add);
    assertThat(messages).isNotEmpty();
    return messages;
  }

  private String story(String note) throws IOException {
    String quoted =
        note.codePoints()
            .collect(
                StringBuilder::new,
                (text, c) ->
                    text.append(
                        c < 0x20 || c > 0x7e || c == '"' || c == '\\'
                            ? String.format("\\u%04x", c)
                            : Character.toString(c)),
                StringBuilder::append)
            .toString();
    String text =
        Scenarios.find("bad-config")
            .text()
            .replace("payment endpoint moved to the new host", quoted);
    return Files.writeString(home.resolve("story.yaml"), text).toString();
  }
}
