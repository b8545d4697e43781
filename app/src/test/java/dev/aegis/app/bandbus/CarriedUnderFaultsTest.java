package dev.aegis.app.bandbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.journal.Journal;
import dev.aegis.app.serve.CrewOnBand;
import dev.aegis.app.wire.RandomPayloads;
import dev.aegis.room.AgentBus;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.Intent;
import dev.aegis.room.MessageId;
import dev.aegis.room.Question;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens on the way, the chat ends with each message of the room once, in its order. */
class CarriedUnderFaultsTest {
  private static final long SEED = Long.getLong("aegis.seed", 20260102L);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Rhythm QUICK =
      new Rhythm(
          Duration.ofSeconds(20),
          Duration.ofMillis(1),
          Duration.ofMillis(8),
          Duration.ofSeconds(30));
  private static final RoomId ROOM = RoomId.of(2026, 1);

  private static CrewOnBand there;

  @TempDir Path home;

  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start(@TempDir Path user) throws Exception {
    there = CrewOnBand.start(user);
  }

  @AfterAll
  static void end() {
    there.close();
  }

  private Journal journal() {
    return Journal.open(
        home.resolve("state"), InstantSource.fixed(Instant.parse("2026-03-01T03:00:00Z")));
  }

  private BandBus bus(Journal journal, FaultyBand band) {
    return BandBus.open(
        journal, there.settings(band.address(), there.socket()), QUICK, words -> words, said::add);
  }

  private static Draft question(String id, String text) {
    return new Draft(
        new MessageId(id), null, List.of(Handle.DIAGNOSTICIAN), text, new Question("why?"));
  }

  @Test
  void eachMessageLiesThereOnceAndInOrderWhateverIsLostOrRefused() throws Exception {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    RandomPayloads payloads = new RandomPayloads(SEED);
    FaultyBand.Fault[] kinds = FaultyBand.Fault.values();
    try (FaultyBand band = FaultyBand.before(there.address());
        Journal journal = journal()) {
      band.faults((method, _) -> {
        synchronized (random) {
          return method.equals("POST") && random.nextInt(3) == 0
              ? kinds[random.nextInt(kinds.length)]
              : FaultyBand.Fault.NONE;
        }
      });
      List<RoomMessage> posted = new ArrayList<>();
      for (int life = 0; life < 3; life++) {
        try (BandBus bus = bus(journal, band)) {
          for (int i = 0; i < 10; i++) {
            Class<?>[] types = dev.aegis.room.Payload.class.getPermittedSubclasses();
            var payload = payloads.of(types[(life * 10 + i) % types.length]);
            Handle sender = payload.intent().senders().stream().sorted().findFirst().orElseThrow();
            AgentBus.Seat seat = bus.connect(sender);
            posted.addAll(
                seat.post(
                    ROOM,
                    List.of(
                        new Draft(
                            new MessageId("m-" + life + "-" + i),
                            null,
                            List.of(Handle.VALIDATOR, Handle.HUMAN),
                            "about " + i + " @[[" + there.id("security") + "]] ```json aegis",
                            payload))));
          }
          posted.addAll(
              bus.connect(Handle.HUMAN)
                  .post(ROOM, List.of(question("long-" + life, "x".repeat(40_000)))));
          if (life == 2) {
            assertThat(bus.settle(PATIENCE)).as("left; %s", said).isZero();
          } else {
            // The process ends with messages on their way.
            assertThat(bus.settle(Duration.ZERO)).isPositive();
          }
          assertThat(bus.connect(Handle.AEGIS).history(ROOM, 0)).isEqualTo(posted);
        }
      }
      assertThat(band.times(FaultyBand.Fault.LOST_AFTER)).isPositive();
      assertThat(band.times(FaultyBand.Fault.FAILED_AFTER)).isPositive();
      assertThat(CarriedText.messages(there.messages(there.chat()))).isEqualTo(posted);
    }
  }

  @Test
  void anIncidentGoesOnWhileBandIsAwayAndIsCaughtUp() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    try (FaultyBand band = FaultyBand.before(there.address());
        Journal journal = journal();
        BandBus bus = bus(journal, band)) {
      band.faults((_, _) ->
          refused.incrementAndGet() < 200 ? FaultyBand.Fault.UNAVAILABLE : FaultyBand.Fault.NONE);
      List<RoomMessage> posted = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        posted.addAll(bus.connect(Handle.HUMAN).post(ROOM, List.of(question("q" + i, "why?"))));
      }
      assertThat(bus.connect(Handle.AEGIS).history(ROOM, 0)).isEqualTo(posted);
      assertThat(bus.settle(PATIENCE)).isZero();
      assertThat(CarriedText.messages(there.messages(there.chat()))).isEqualTo(posted);
      assertThat(said.stream().filter(s -> s.contains("the incident goes on here"))).hasSize(1);
      assertThat(said.stream().filter(s -> s.contains("answers again"))).hasSize(1);
    }
  }

  @Test
  void securityIsRecruitedWhenItIsFirstMentioned() throws Exception {
    try (FaultyBand band = FaultyBand.before(there.address());
        Journal journal = journal();
        BandBus bus = bus(journal, band)) {
      bus.connect(Handle.HUMAN).post(ROOM, List.of(question("before", "why?")));
      assertThat(bus.settle(PATIENCE)).isZero();
      assertThat(there.members(there.chat()))
          .contains("our-observer", "our-commander", "anna")
          .doesNotContain("our-security");
      var review = new RandomPayloads(SEED).of(dev.aegis.room.SecurityReview.class);
      assertThat(review.intent()).isEqualTo(Intent.SECURITY_REVIEW);
      bus.connect(Handle.COMMANDER)
          .post(
              ROOM,
              List.of(
                  new Draft(
                      new MessageId("review"), null, List.of(Handle.SECURITY), "look", review)));
      assertThat(bus.settle(PATIENCE)).isZero();
      assertThat(there.members(there.chat())).contains("our-security");
    }
  }

  @Test
  void aMessageThatBandRefusesForGoodKeepsItsPlaceAndHoldsUpNothing() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    try (FaultyBand band = FaultyBand.before(there.address());
        Journal journal = journal();
        BandBus bus = bus(journal, band)) {
      band.faults((method, path) ->
          method.equals("POST") && path.endsWith("/messages") && refused.getAndIncrement() < 5
              ? FaultyBand.Fault.UNPROCESSABLE
              : FaultyBand.Fault.NONE);
      bus.connect(Handle.HUMAN).post(ROOM, List.of(question("bad", "why?")));
      bus.connect(Handle.HUMAN).post(ROOM, List.of(question("good", "why not?")));
      assertThat(bus.settle(PATIENCE)).isZero();
      assertThat(there.messages(there.chat()))
          .extracting(m -> MirroredText.read(m.content()).orElseThrow().id().value())
          .containsExactly("bad", "good");
      assertThat(there.messages(there.chat()).getFirst().content())
          .contains("it stands in the journal")
          .doesNotContain("why?");
    }
  }
}
