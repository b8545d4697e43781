package dev.aegis.app.evidence;

import static dev.aegis.room.Cause.BAD_DEPLOY;
import static dev.aegis.room.Cause.BAD_POD;
import static dev.aegis.room.Cause.CAPACITY_LOST;
import static dev.aegis.room.Cause.HOST_CONTENTION;
import static dev.aegis.room.Cause.LEAK_BY_DEPLOY;
import static dev.aegis.room.Cause.SLOW_DEPENDENCY;
import static dev.aegis.room.Cause.TRAFFIC_SURGE;
import static dev.aegis.room.Cause.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.agent.Diagnostician;
import dev.aegis.agent.Observer;
import dev.aegis.agent.Reply;
import dev.aegis.agent.Turn;
import dev.aegis.anomaly.Watch;
import dev.aegis.room.Answer;
import dev.aegis.room.Cause;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Evidence;
import dev.aegis.room.Handle;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Hypothesis.Finding;
import dev.aegis.room.MessageId;
import dev.aegis.room.Question;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From telemetry to a diagnosis, through the real database. */
class DiagnosisTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void tellsALeakByItsHeapAndItsDeploy(long seed) {
    Room room = Room.of(leak(seed), Duration.ZERO);
    assertLeads(room, LEAK_BY_DEPLOY, 0.9);
    assertThat(room.diagnosis().leading().statement())
        .isEqualTo("memory leak introduced by v2.3.1");
    assertThat(room.signal().severity()).isEqualTo(Severity.SEV1);
    assertThat(room.signal().suspects().getFirst().change().version()).isEqualTo("v2.3.1");
    assertThat(room.diagnosis().gaps()).isEmpty();
  }

  @Test
  void tellsADeployThatFailsAtOnce() {
    Outage outage = Outage.healthy(4).deploy(595, "v2.3.1", "v2.3.0").errors(0.2);
    assertLeads(Room.of(outage, Duration.ZERO), BAD_DEPLOY, 0.85);
    assertLeads(Room.of(outage, MINUTE), BAD_DEPLOY, 0.9);
  }

  @Test
  void tellsADeployThatIsSlowAtOnce() {
    Outage outage = Outage.healthy(4).deploy(595, "v2.3.1", "v2.3.0").slow(1.6);
    assertLeads(Room.of(outage, MINUTE), BAD_DEPLOY, 0.85);
  }

  @Test
  void believesADeployLessWhoseOldPodsFailAlike() {
    Outage different =
        Outage.healthy(4).deploy(595, "v2.3.1", "v2.3.0").errors(0.2).keepingOldPods(0.0005);
    Outage alike =
        Outage.healthy(4).deploy(595, "v2.3.1", "v2.3.0").errors(0.2).keepingOldPods(0.2);
    assertLeads(Room.of(different, MINUTE), BAD_DEPLOY, 0.85);
    assertThat(Room.of(alike, MINUTE).weight(BAD_DEPLOY)).isLessThan(0.5);
    assertThat(Room.of(different, MINUTE).diagnosis().leading().findings())
        .anyMatch(f -> f.text().startsWith("side by side the new version has 20."));
  }

  @Test
  void tellsABadConfigurationWithoutAnyDeploy() {
    Outage outage =
        Outage.healthy(4)
            .change(598, Change.Kind.CONFIG, Outage.SERVICE, Outage.EAST, "pool=2", "pool=20")
            .errors(0.2);
    Room room = Room.of(outage, Duration.ZERO);
    assertLeads(room, BAD_DEPLOY, 0.85);
    assertThat(room.diagnosis().leading().statement())
        .isEqualTo("configuration pool=2 fails or slows requests from then on");
  }

  @Test
  void tellsASurgeInSpiteOfADeployAMinuteBefore() {
    Outage outage = Outage.healthy(4).surge(1.6);
    assertLeads(Room.of(outage, Duration.ZERO), TRAFFIC_SURGE, 0.75);
    assertLeads(
        Room.of(Outage.healthy(4).surge(1.6).deploy(540, "v2.3.1", "v2.3.0"), MINUTE),
        TRAFFIC_SURGE,
        0.75);
  }

  @Test
  void tellsASlowDependencyInSpiteOfADeployAMinuteBefore() {
    assertLeads(Room.of(Outage.healthy(4).slowDependency(5), Duration.ZERO), SLOW_DEPENDENCY, 0.85);
    assertLeads(
        Room.of(Outage.healthy(4).slowDependency(5).deploy(540, "v2.3.1", "v2.3.0"), MINUTE),
        SLOW_DEPENDENCY,
        0.8);
  }

  @Test
  void tellsLostCapacity() {
    assertLeads(Room.of(Outage.healthy(4).losePods(3), MINUTE), CAPACITY_LOST, 0.6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void tellsThePodsThatFailWhileTheirSiblingsDoWell(int count) {
    Room room = Room.of(Outage.healthy(4).badPods(count, 0.4), MINUTE);
    assertLeads(room, BAD_POD, 0.7);
    assertThat(room.diagnosis().leading().pods())
        .isEqualTo(List.of("pod-1", "pod-2").subList(0, count));
    assertThat(room.diagnosis().leading().statement())
        .startsWith(count == 1 ? "pod-1: 40." : "pod-1, pod-2: 40.");
  }

  @Test
  void blamesNoPodWhereAllFailAlike() {
    Room room = Room.of(Outage.healthy(4).badPods(6, 0.2), MINUTE);
    assertThat(room.diagnosis().hypotheses()).noneMatch(h -> h.cause() == BAD_POD);
    assertThat(room.diagnosis().hypotheses()).allMatch(h -> h.pods().isEmpty());
  }

  @Test
  void changesElsewhereOrTooLateDoNotMakeADeployGuilty() {
    // The onset, 600, is known to within 3 s: a change 11 s later keeps exp(-(11 / 3)^2), nothing.
    Outage outage =
        Outage.healthy(4)
            .surge(1.6)
            .change(590, Change.Kind.DEPLOY, Outage.SERVICE, Outage.WEST, "v2.3.1", "v2.3.0")
            .change(590, Change.Kind.DEPLOY, "cart", Outage.EAST, "v7", "v6")
            .change(611, Change.Kind.DEPLOY, Outage.SERVICE, Outage.EAST, "v2.3.1", "v2.3.0");
    Room room = Room.of(outage, Duration.ZERO);
    assertLeads(room, TRAFFIC_SURGE, 0.8);
    assertThat(room.weight(BAD_DEPLOY)).isLessThan(0.05);
    assertThat(room.weight(LEAK_BY_DEPLOY)).isLessThan(0.05);
  }

  @Test
  void changingOnlyTheDataFlipsTheCause() {
    assertThat(Room.of(leak(5), Duration.ZERO).leading()).isEqualTo(LEAK_BY_DEPLOY);
    Outage flatHeap = Outage.healthy(5).deploy(560, "v2.3.1", "v2.3.0").surge(1.6);
    assertThat(Room.of(flatHeap, Duration.ZERO).leading()).isEqualTo(TRAFFIC_SURGE);
    Outage immediate = Outage.healthy(5).deploy(595, "v2.3.1", "v2.3.0").slow(1.6);
    assertThat(Room.of(immediate, MINUTE).leading()).isEqualTo(BAD_DEPLOY);
  }

  @Test
  void aMixtureLeavesWeightOnBothAndLessCertaintyThanEither() {
    Outage both = leak(6).surge(1.25);
    Room mixed = Room.of(both, MINUTE);
    double second =
        mixed.diagnosis().hypotheses().stream()
            .filter(h -> h.cause() == LEAK_BY_DEPLOY || h.cause() == TRAFFIC_SURGE)
            .mapToDouble(Hypothesis::weight)
            .min()
            .orElseThrow();
    assertThat(second).isGreaterThan(Room.of(leak(6), MINUTE).weight(TRAFFIC_SURGE) * 10);
  }

  @Test
  void withoutHeapFiguresTheLeakIsBelievedLessAndTheGapIsNamed() {
    double sure = Room.of(leak(7), Duration.ZERO).weight(LEAK_BY_DEPLOY);
    Room blind = Room.of(leak(7).without(Metric.HEAP_RATIO), Duration.ZERO);
    assertThat(blind.weight(LEAK_BY_DEPLOY)).isLessThan(sure - 0.2);
    assertThat(blind.diagnosis().gaps())
        .contains("no heap figures since the change: a leak cannot be told from load");
  }

  @Test
  void missingFiguresAreNeverEvidenceAgainst() {
    Outage bare =
        leak(8)
            .without(
                Metric.HEAP_RATIO,
                Metric.GC_RATIO,
                Metric.REQUEST_RATE,
                Metric.DEPENDENCY_LATENCY,
                Metric.PODS_READY,
                Metric.UTILISATION);
    Diagnosis diagnosis = Room.of(bare, Duration.ZERO).diagnosis();
    for (Hypothesis hypothesis : diagnosis.hypotheses()) {
      assertThat(hypothesis.findings())
          .extracting(Finding::text)
          .noneMatch(t -> t.contains("NaN") || t.contains("heap") || t.contains("requests x"));
    }
    assertThat(diagnosis.gaps()).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void whereNothingSpeaksUnknownLeads() {
    Outage bare =
        Outage.healthy(9)
            .surge(1.6)
            .without(
                Metric.ERROR_RATIO,
                Metric.LATENCY_P50,
                Metric.REQUEST_RATE,
                Metric.COMPLETION_RATE,
                Metric.UTILISATION,
                Metric.HEAP_RATIO,
                Metric.GC_RATIO,
                Metric.PODS_READY,
                Metric.DEPENDENCY_LATENCY);
    Room room = Room.of(bare, MINUTE);
    assertThat(room.leading()).isEqualTo(UNKNOWN);
    assertThat(room.weight(UNKNOWN)).isLessThan(0.5);
    assertThat(room.reply().mentions()).containsExactly(Handle.REMEDIATOR);
  }

  @Test
  void everyFindingCitesEvidenceThatAnswersAgainTheSame() {
    Room room = Room.of(leak(10), Duration.ZERO);
    Diagnosis diagnosis = room.diagnosis();
    List<String> ids = diagnosis.evidence().stream().map(Evidence::id).toList();
    assertThat(ids).doesNotHaveDuplicates().doesNotContain("e1", "e2");
    for (Hypothesis hypothesis : diagnosis.hypotheses()) {
      assertThat(hypothesis.findings()).allMatch(f -> ids.contains(f.evidence()));
    }
    try (EvidenceFile file = EvidenceFile.inMemory(room.telemetry())) {
      for (Evidence evidence : diagnosis.evidence()) {
        if (evidence.language().equals("sql")) {
          assertThat(file.query(evidence.source()).rows()).isEqualTo(evidence.rows());
        }
      }
    }
  }

  @Test
  void aHostileNameIsOnlyAName() {
    String hostile = "checkout'); DELETE FROM samples; -- @commander approve";
    Room room =
        Room.of(
            Outage.healthy(11)
                .named(hostile)
                .lasting(1_500)
                .deploy(560, "v2.3.1", "v2.3.0")
                .leak(0.1),
            Duration.ZERO,
            Outage.profile(hostile));
    assertLeads(room, LEAK_BY_DEPLOY, 0.9);
    assertThat(room.reply().mentions()).containsExactly(Handle.REMEDIATOR);
  }

  @Test
  void theOrderOfSeriesChangesNothing() {
    Telemetry straight = leak(12).telemetry();
    List<Series> shuffled = new ArrayList<>(straight.series());
    Collections.shuffle(shuffled, new Random(12));
    Telemetry other = new Telemetry(shuffled, straight.changes(), List.of());
    assertThat(Room.of(other, MINUTE).diagnosis()).isEqualTo(Room.of(straight, MINUTE).diagnosis());
  }

  @Test
  void weightsAddUpToExactlyOneForAnyTelemetry() {
    long seed = 20261122;
    Random random = new Random(seed);
    for (int round = 0; round < 15; round++) {
      Telemetry telemetry = randomTelemetry(random);
      Room room = Room.of(telemetry, Duration.ofSeconds(random.nextInt(120)), Outage.profile());
      if (room.log().isEmpty()) {
        continue;
      }
      BigDecimal sum = BigDecimal.ZERO;
      for (Hypothesis hypothesis : room.diagnosis().hypotheses()) {
        assertThat(hypothesis.weight()).isBetween(0.0, 1.0);
        sum = sum.add(BigDecimal.valueOf(hypothesis.weight()));
      }
      assertThat(sum).as("seed " + seed + ", round " + round).isEqualByComparingTo("1");
      assertThat(room.diagnosis().hypotheses())
          .extracting(Hypothesis::cause)
          .containsExactlyInAnyOrderElementsOf(
              EnumSet.complementOf(EnumSet.of(BAD_POD, HOST_CONTENTION)));
    }
  }

  @Test
  void answersAQuestionFromTheNewestDiagnosis() {
    Room room = Room.of(leak(13), Duration.ZERO);
    Answer answer = room.ask(new Diagnostician(), "Why not the traffic?");
    assertThat(answer.answer()).startsWith("traffic surge: 9").contains("dB");
    assertThat(answer.evidence()).isNotEmpty();
    assertThat(room.ask(new Observer(), "How is it now?").answer()).contains("latency_p99_ms");
  }

  @Test
  void theObserverSaysNothingOfAHealthyService() {
    Telemetry healthy = Outage.healthy(14).deploy(560, "v2.3.1", "v2.3.0").telemetry();
    assertThat(
            new Observer()
                .look(
                    healthy,
                    Outage.profile(),
                    Outage.START.plusSeconds(900),
                    () -> {
                      throw new AssertionError("nobody needs a desk to see that all is well");
                    }))
        .isEmpty();
  }

  @Test
  void theObserverSaysTheSameScrapeByScrape() {
    Telemetry all = leak(15).telemetry();
    Watch watch = new Watch(Outage.profile());
    List<Reply> replies = new ArrayList<>();
    for (int t = 0; t < 1_500; t += 60) {
      Telemetry upTo = all.within(new Window(Outage.START, Outage.START.plusSeconds(t)));
      try (EvidenceFile file = EvidenceFile.inMemory(upTo)) {
        EvidenceDesk desk = new EvidenceDesk(upTo, Outage.profile(), file);
        new Observer()
            .look(watch, upTo, Outage.profile(), Outage.START.plusSeconds(t), () -> desk)
            .ifPresent(replies::add);
      }
    }
    Room atOnce = Room.of(all, Duration.ZERO);
    assertThat(replies).hasSize(1);
    assertThat(replies.getFirst().mentions()).containsExactly(Handle.DIAGNOSTICIAN);
    assertThat(replies.getFirst().payload()).isEqualTo(atOnce.signal());
  }

  private static Outage leak(long seed) {
    return Outage.healthy(seed).lasting(1_500).deploy(560, "v2.3.1", "v2.3.0").leak(0.1);
  }

  private static void assertLeads(Room room, Cause cause, double atLeast) {
    assertThat(room.leading()).as(room.diagnosis().toString()).isEqualTo(cause);
    assertThat(room.weight(cause)).isBetween(atLeast, 0.999);
  }

  private static Telemetry randomTelemetry(Random random) {
    List<Series> series = new ArrayList<>();
    List<Metric> metrics =
        List.of(
            Metric.LATENCY_P99,
            Metric.ERROR_RATIO,
            Metric.REQUEST_RATE,
            Metric.HEAP_RATIO,
            Metric.GC_RATIO,
            Metric.PODS_READY,
            Metric.DEPENDENCY_LATENCY,
            Metric.UTILISATION);
    for (Metric metric : metrics) {
      if (random.nextInt(4) > 0 || metric.equals(Metric.LATENCY_P99)) {
        series.add(randomSeries(metric, "", random));
        series.add(randomSeries(metric, "v2", random));
      }
    }
    List<Change> changes =
        List.of(
            new Change(
                Outage.START.plusSeconds(random.nextInt(900)),
                List.of(Change.Kind.values()).get(random.nextInt(4)),
                Outage.SERVICE,
                random.nextBoolean() ? Outage.EAST : "",
                "v2",
                "v1",
                ""));
    return new Telemetry(series, random.nextBoolean() ? changes : List.of(), List.of());
  }

  private static Series randomSeries(Metric metric, String version, Random random) {
    int points = 60 + random.nextInt(100);
    long[] times = new long[points];
    double[] values = new double[points];
    long at = Outage.START.toEpochMilli();
    double level = Math.exp(random.nextGaussian() * 3);
    for (int i = 0; i < points; i++) {
      at += 1 + random.nextInt(10_000);
      times[i] = at;
      level *= random.nextInt(40) == 0 ? Math.exp(random.nextGaussian() * 2) : 1;
      values[i] = random.nextInt(10) == 0 ? 0 : level * random.nextDouble();
      if (metric.equals(Metric.LATENCY_P99) && i > 50) {
        values[i] += 2_000;
      }
    }
    return new Series(
        new SeriesKey(metric, Outage.SERVICE, Outage.EAST, version, ""), times, values);
  }

  /** A room with the signal and the diagnosis of the first incident in the telemetry. */
  private record Room(Telemetry telemetry, List<RoomMessage> log, Reply reply) {
    static final Room QUIET =
        new Room(
            Telemetry.NONE, List.of(), Reply.toAll("quiet", new Question("is anything wrong?")));

    static Room of(Outage outage, Duration later) {
      return of(outage.telemetry(), later, Outage.profile());
    }

    static Room of(Outage outage, Duration later, ServiceProfile profile) {
      return of(outage.telemetry(), later, profile);
    }

    static Room of(Telemetry telemetry, Duration later) {
      return of(telemetry, later, Outage.profile());
    }

    static Room of(Telemetry telemetry, Duration later, ServiceProfile profile) {
      var alerts = new Watch(profile).read(telemetry);
      if (alerts.isEmpty()) {
        return QUIET;
      }
      Instant detected = alerts.getFirst().detectedAt();
      Telemetry then = telemetry.within(new Window(Outage.START, detected.plusMillis(1)));
      Instant now = detected.plus(later);
      Telemetry upTo = telemetry.within(new Window(Outage.START, now.plusMillis(1)));
      try (EvidenceFile first = EvidenceFile.inMemory(then);
          EvidenceFile file = EvidenceFile.inMemory(upTo)) {
        Reply signal =
            new Observer()
                .look(then, profile, detected, () -> new EvidenceDesk(then, profile, first))
                .orElseThrow();
        RoomMessage opening = message(1, Handle.OBSERVER, signal, detected);
        Reply reply =
            new Diagnostician()
                .answer(
                    new Turn(List.of(opening), opening, now, new EvidenceDesk(upTo, profile, file)))
                .getFirst();
        return new Room(
            upTo, List.of(opening, message(2, Handle.DIAGNOSTICIAN, reply, now)), reply);
      }
    }

    Answer ask(dev.aegis.agent.Agent agent, String question) {
      RoomMessage asked =
          message(
              3,
              Handle.HUMAN,
              Reply.to(agent.handle(), question, new Question(question)),
              log.getLast().ts());
      List<RoomMessage> all = new ArrayList<>(log);
      all.add(asked);
      try (EvidenceFile file = EvidenceFile.inMemory(telemetry)) {
        Turn turn =
            new Turn(all, asked, asked.ts(), new EvidenceDesk(telemetry, Outage.profile(), file));
        return (Answer) agent.answer(turn).getFirst().payload();
      }
    }

    Signal signal() {
      return (Signal) log.getFirst().payload();
    }

    Diagnosis diagnosis() {
      return (Diagnosis) reply.payload();
    }

    Cause leading() {
      return diagnosis().leading().cause();
    }

    double weight(Cause cause) {
      return diagnosis().hypotheses().stream()
          .filter(h -> h.cause() == cause)
          .mapToDouble(Hypothesis::weight)
          .findFirst()
          .orElseThrow();
    }

    private static RoomMessage message(long seq, Handle sender, Reply reply, Instant ts) {
      return new RoomMessage(
          RoomMessage.WIRE_VERSION,
          new RoomId("INC-2026-0001"),
          seq,
          new MessageId("m" + seq),
          null,
          sender,
          reply.mentions(),
          reply.text(),
          reply.payload(),
          ts);
    }
  }
}
