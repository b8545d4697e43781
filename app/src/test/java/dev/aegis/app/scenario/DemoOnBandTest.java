package dev.aegis.app.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.bandbus.CarriedText;
import dev.aegis.app.bandbus.FaultyBand;
import dev.aegis.app.cli.ApprovalMode;
import dev.aegis.app.cli.DemoRun;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.model.ModelSettings;
import dev.aegis.app.model.langchain.Models;
import dev.aegis.app.serve.CrewOnBand;
import dev.aegis.app.terminal.Glyphs;
import dev.aegis.app.terminal.Style;
import dev.aegis.app.testkit.FakeProvider;
import dev.aegis.room.Advice;
import dev.aegis.room.Approval;
import dev.aegis.room.Decision;
import dev.aegis.room.Postmortem;
import dev.aegis.room.RoomMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same story, told on Band. */
class DemoOnBandTest {
  @TempDir Path user;

  /** A story that ended, and what it printed. */
  private record Told(ExitCode code, String out, String notes) {}

  private static Told play(Demo demo) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, UTF_8);
    Streams streams =
        new Streams(
            print,
            print,
            new PrintStream(err, true, UTF_8),
            new ByteArrayInputStream(new byte[0]),
            false,
            Style.PLAIN,
            Style.PLAIN,
            Glyphs.UNICODE,
            80);
    ExitCode code =
        demo.run(
            new DemoRun.Options("leak", OptionalLong.of(42), ApprovalMode.AUTO, true, false, false),
            streams);
    return new Told(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  @Test
  void theSameSeedPutsTheSameTypedMessagesOnBand() throws Exception {
    try (CrewOnBand there = CrewOnBand.start(user)) {
      Path here = user.resolve("here");
      Path far = user.resolve("far");
      Told local = play(new Demo(new StateDirectory(here, here)));
      Told onBand =
          play(new Demo(new StateDirectory(far, far), () -> Optional.of(there.settings())));
      assertThat(onBand.code()).isEqualTo(ExitCode.DONE);
      assertThat(onBand.notes())
          .contains("all of it lies on Band as well")
          .doesNotContain("cannot");
      UUID chat = there.chat();
      List<ChatMessage> messages = there.messages(chat);
      List<RoomMessage> carried = CarriedText.messages(messages);
      List<String> lines = local.out().lines().filter(l -> l.startsWith("{\"v\":")).toList();
      assertThat(carried).hasSizeGreaterThan(15);
      assertThat(carried.stream().map(dev.aegis.app.wire.RoomJson::write).toList())
          .isEqualTo(lines);
      assertThat(there.members(chat)).contains("our-security", "anna");
      assertThat(messages.getFirst().senderName()).isEqualTo("our-observer");
      assertThat(messages.getFirst().content()).contains("@observer: ");
    }
  }

  /** {@code LLM_MODE=aiml BUS=band}: two providers beside the crew, and the room on Band. */
  @Test
  void twoProvidersStandBesideTheCrewWhoseRoomLiesOnBand() throws Exception {
    FakeProvider.Answer words = FakeProvider.says("{\"words\": \"Here is what was found.\"}");
    try (CrewOnBand there = CrewOnBand.start(user);
        FakeProvider aiml = new FakeProvider(_ -> words);
        FakeProvider featherless = new FakeProvider(_ -> words)) {
      ModelSettings settings =
          ModelSettings.of(
              Map.of(
                  "LLM_MODE", "aiml",
                  "AIML_API_KEY", "key-of-aiml",
                  "AIML_BASE_URL", aiml.base(),
                  "FEATHERLESS_API_KEY", "key-of-featherless",
                  "FEATHERLESS_BASE_URL", featherless.base()));
      Path far = user.resolve("far");
      Told told =
          play(
              new Demo(
                  new StateDirectory(far, far),
                  () -> Optional.of(there.settings()),
                  (hiding, _) -> Models.of(settings, hiding)));

      assertThat(told.code()).as(told.notes()).isEqualTo(ExitCode.DONE);
      List<RoomMessage> carried = CarriedText.messages(there.messages(there.chat()));
      assertThat(carried)
          .filteredOn(m -> m.payload() instanceof Advice a && !a.words().isEmpty())
          .extracting(m -> m.sender().name() + " " + ((Advice) m.payload()).model())
          .contains(
              "@observer aiml openai/gpt-oss-120b",
              "@diagnostician featherless Qwen/Qwen3-32B",
              "@remediator aiml openai/gpt-oss-120b",
              "@validator featherless Qwen/Qwen3-32B",
              "@commander aiml openai/gpt-oss-120b");
      assertThat(aiml.keys()).isNotEmpty().containsOnly("Bearer key-of-aiml");
      assertThat(featherless.keys()).isNotEmpty().containsOnly("Bearer key-of-featherless");
      assertThat(carried)
          .filteredOn(m -> m.payload() instanceof Decision)
          .singleElement()
          .satisfies(m ->
              assertThat(((Decision) m.payload()).outcome()).isEqualTo(Decision.Outcome.RESOLVED));
      assertThat(told.out() + told.notes()).doesNotContain("key-of-");
    }
  }

  @Test
  void aPersonInTheChatEndsTheWaitingByApprovingThePlan() throws Exception {
    try (CrewOnBand there = CrewOnBand.start(user);
        FaultyBand band = FaultyBand.before(there.address());
        PipedInputStream told = new PipedInputStream(1 << 20);
        PrintStream err = new PrintStream(new PipedOutputStream(told), true, UTF_8);
        BufferedReader notes = new BufferedReader(new InputStreamReader(told, UTF_8))) {
      // Band does not say how somebody wrote; our own server does.
      band.rewriting(body -> body.replace("\"with\":\"key\"", "\"with\":\"\""));
      Demo demo =
          new Demo(
              new StateDirectory(user.resolve("far"), user),
              20,
              () -> Optional.of(there.settings(band.address(), there.socket())));
      CompletableFuture<ExitCode> ended = playing(demo, err);
      String hash = hashAskedFor(notes);
      ExitCode code = null;
      for (int tries = 0; code == null && tries < 30; tries++) {
        there.says(there.chat(), "commander", "approve " + hash);
        code = within(ended);
      }
      assertThat(code).isEqualTo(ExitCode.DONE);
      List<RoomMessage> carried =
          CarriedText.messages(
              there.messages(there.chat()).stream()
                  .filter(m -> m.content().contains("```json aegis"))
                  .toList());
      assertThat(carried).anyMatch(m -> m.payload() instanceof Postmortem);
      // What was said on Band is not said there again.
      assertThat(carried).noneMatch(m -> m.payload() instanceof Approval);
    }
  }

  private static CompletableFuture<ExitCode> playing(Demo demo, PrintStream err) {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    Streams streams =
        new Streams(
            out,
            out,
            err,
            new ByteArrayInputStream(new byte[0]),
            false,
            Style.PLAIN,
            Style.PLAIN,
            Glyphs.UNICODE,
            80);
    DemoRun.Options options =
        new DemoRun.Options("leak", OptionalLong.of(42), ApprovalMode.ASK, false, false, false);
    return CompletableFuture.supplyAsync(
        () -> demo.run(options, streams),
        task -> Thread.ofPlatform().daemon().name("demo").start(task));
  }

  private static String hashAskedFor(BufferedReader notes) throws Exception {
    for (String line = notes.readLine(); line != null; line = notes.readLine()) {
      int at = line.indexOf("@commander approve ");
      if (at >= 0) {
        return line.substring(at + "@commander approve ".length()).substring(0, 8);
      }
    }
    throw new AssertionError("nobody was asked");
  }

  /** How it ended; null where it goes on, as when somebody was too early. */
  private static @Nullable ExitCode within(CompletableFuture<ExitCode> ended) throws Exception {
    try {
      return ended.get(3, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return null;
    }
  }
}
