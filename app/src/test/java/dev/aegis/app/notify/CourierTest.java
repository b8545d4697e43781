package dev.aegis.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.Outbox;
import dev.aegis.notice.Notice;
import dev.aegis.notice.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real queue and a real receiver, at times that the test says. */
class CourierTest {
  private static final Instant NOW = Sample.NOW;

  @TempDir private Path directory;
  private Journal journal;
  private Receiver receiver;
  private Courier courier;

  @BeforeEach
  void open() {
    journal = Journal.open(directory.resolve("journal"), () -> NOW);
    receiver = new Receiver();
    courier = courier("per_minute: 60");
  }

  private Courier courier(String further) {
    Channel channel =
        Sample.channel(
            directory,
            "webhook",
            "url: '" + receiver.address() + "', secret_file: secret, " + further);
    journal.outbox().open(channel.name(), NOW);
    return new Courier(channel, new HttpSender(channel), journal.outbox(), _ -> Optional.empty());
  }

  @AfterEach
  void close() {
    courier.sender().close();
    receiver.close();
    journal.close();
  }

  private void put(Notice... notices) {
    List<Outbox.Draft> drafts = new ArrayList<>();
    for (Notice notice : notices) {
      drafts.add(
          new Outbox.Draft(
              notice.key(), notice.topic().pages(), NoticeJson.write(notice), notice.at()));
    }
    journal.outbox().put("it", drafts);
  }

  private static Notice of(String incident, Topic topic) {
    Notice notice = Sample.notice(topic);
    return new Notice(
        incident,
        incident + "/" + topic.wire() + "/1",
        topic,
        notice.severity(),
        notice.service(),
        notice.region(),
        notice.headline(),
        notice.detail(),
        notice.at(),
        "");
  }

  private long count(Outbox.State state) {
    return journal.outbox().count("it", state);
  }

  @Test
  void whatWasTakenIsSentOnceHoweverOftenItIsPut() throws Exception {
    put(Sample.notice(Topic.OPENED));
    assertThat(courier.step(NOW)).isEqualTo(NOW);
    put(Sample.notice(Topic.OPENED));

    assertThat(courier.step(NOW)).isEqualTo(Instant.MAX);
    assertThat(receiver.take().body()).contains("INC-2026-0001/opened/1");
    assertThat(receiver.left()).isZero();
    assertThat(count(Outbox.State.SENT)).isEqualTo(1);
  }

  @Test
  void aFailureIsTriedAgainLaterAndLaterWithTheSameId() throws Exception {
    receiver.always(Receiver.Reply.of(503));
    put(Sample.notice(Topic.UNKNOWN));
    Instant now = NOW;
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Instant next = courier.step(now);
      waits.add(Duration.between(now, next));
      assertThat(courier.step(now)).as("nothing is tried before its time").isEqualTo(next);
      now = next;
    }
    receiver.always(Receiver.Reply.of(200));
    courier.step(now);

    assertThat(waits.subList(0, 4))
        .containsExactly(
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(16));
    assertThat(waits.getLast()).isEqualTo(Courier.LONGEST_WAIT);
    assertThat(receiver.left()).isEqualTo(11);
    String id = receiver.take().header("Webhook-id");
    for (int i = 0; i < 10; i++) {
      assertThat(receiver.take().header("Webhook-id")).isEqualTo(id);
    }
    assertThat(courier.state()).isEqualTo(new Courier.State(false, ""));
  }

  @Test
  void aChannelIsDownAfterFiveFailuresInARow() throws Exception {
    receiver.always(Receiver.Reply.of(500));
    put(Sample.notice(Topic.OPENED));
    Instant now = NOW;
    for (int i = 0; i < Courier.DOWN; i++) {
      assertThat(courier.state().down()).isFalse();
      now = courier.step(now);
    }
    assertThat(courier.state()).isEqualTo(new Courier.State(true, "it answered 500"));
  }

  @Test
  void waitsAsLongAsTheOtherSideAsksFor() throws Exception {
    receiver.next(
        new Receiver.Reply(429, Map.of("Retry-After", "120"), ""),
        new Receiver.Reply(429, Map.of("Retry-After", "Sun, 01 Mar 2026 03:10:00 GMT"), ""),
        new Receiver.Reply(429, Map.of(), "{\"retry_after\": 77.5, \"global\": false}"),
        new Receiver.Reply(429, Map.of(), "{\"ok\":false,\"parameters\":{\"retry_after\":99}}"),
        new Receiver.Reply(429, Map.of("Retry-After", "999999"), ""));
    put(Sample.notice(Topic.OPENED));

    Instant second = courier.step(NOW);
    assertThat(second).isEqualTo(NOW.plusSeconds(120));
    Instant third = courier.step(second);
    assertThat(third).isEqualTo(Instant.parse("2026-03-01T03:10:00Z"));
    Instant fourth = courier.step(third);
    assertThat(fourth).isEqualTo(third.plusMillis(77_500));
    Instant fifth = courier.step(fourth);
    assertThat(fifth).isEqualTo(fourth.plusSeconds(99));
    assertThat(courier.step(fifth)).as("an hour at most").isEqualTo(fifth.plusSeconds(3600));
  }

  @Test
  void whatIsNeverTakenIsNotTriedAgainAndHoldsUpNothing() throws Exception {
    receiver.next(Receiver.Reply.of(400));
    put(of("INC-2026-0001", Topic.OPENED), of("INC-2026-0002", Topic.OPENED));
    courier.step(NOW);
    courier.step(NOW);

    assertThat(count(Outbox.State.REFUSED)).isEqualTo(1);
    assertThat(count(Outbox.State.SENT)).isEqualTo(1);
  }

  @Test
  void aWrongSecretLosesNothing() throws Exception {
    receiver.next(Receiver.Reply.of(401), Receiver.Reply.of(404));
    put(Sample.notice(Topic.UNKNOWN));
    Instant later = courier.step(courier.step(NOW));
    assertThat(courier.state().why()).contains("404", "secret");
    courier.step(later);
    assertThat(count(Outbox.State.SENT)).isEqualTo(1);
  }

  @Test
  void whatWakesSomebodyGoesFirstAndOneThatFailsLetsOthersBy() throws Exception {
    receiver.next(Receiver.Reply.of(500));
    put(
        of("INC-2026-0001", Topic.OPENED),
        of("INC-2026-0002", Topic.UNKNOWN),
        of("INC-2026-0003", Topic.UNKNOWN));
    Instant later = courier.step(NOW);
    courier.step(later);

    assertThat(receiver.take().body()).contains("INC-2026-0002/unknown");
    assertThat(receiver.take().body()).contains("INC-2026-0003/unknown");
  }

  @Test
  void theNewestOfAnIncidentStandsForWhatWasNotSentYet() throws Exception {
    put(
        Sample.notice(Topic.OPENED),
        Sample.notice(Topic.IDENTIFIED),
        Sample.notice(Topic.UNKNOWN),
        Sample.notice(Topic.PROVED));
    courier.step(NOW);
    courier.step(NOW);

    assertThat(receiver.take().body()).contains("/unknown/1").doesNotContain("Before that");
    assertThat(receiver.take().body()).contains("/proved/1", "Before that: opened, cause found.");
    assertThat(courier.step(NOW)).isEqualTo(Instant.MAX);
    assertThat(count(Outbox.State.FOLDED)).isEqualTo(2);
  }

  @Test
  void nobodyIsWokenForWhatIsOver() throws Exception {
    put(Sample.notice(Topic.UNKNOWN), Sample.notice(Topic.RESOLVED));
    courier.step(NOW);

    assertThat(receiver.take().body()).contains("/resolved/1");
    assertThat(courier.step(NOW)).isEqualTo(Instant.MAX);
  }

  @Test
  void noMoreThanTheAllowanceGoesOutAMinute() throws Exception {
    courier.sender().close();
    courier = courier("per_minute: 6");
    for (int i = 1; i <= 9; i++) {
      put(of("INC-2026-000" + i, Topic.UNKNOWN));
    }
    Instant now = NOW;
    while (courier.step(now).equals(now)) {
      assertThat(receiver.left()).isLessThanOrEqualTo(Allowance.AT_ONCE);
    }
    assertThat(receiver.left()).isEqualTo(Allowance.AT_ONCE);
    assertThat(courier.step(now)).isEqualTo(NOW.plusSeconds(10));
    assertThat(courier.step(NOW.plusSeconds(10))).isEqualTo(NOW.plusSeconds(10));
    assertThat(receiver.left()).isEqualTo(Allowance.AT_ONCE + 1);
  }

  @Test
  void whatIsTooOldIsDroppedAndCounted() throws Exception {
    put(Sample.notice(Topic.UNKNOWN));
    assertThat(courier.step(NOW.plus(Courier.DEADLINE).plusSeconds(1))).isEqualTo(Instant.MAX);
    assertThat(count(Outbox.State.DROPPED)).isEqualTo(1);
    assertThat(receiver.left()).isZero();
  }

  @Test
  void aFullQueueMakesRoomOfWhatWakesNobody() {
    put(of("INC-2026-0001", Topic.UNKNOWN));
    for (int i = 0; i < Outbox.MOST_WAITING + 20; i++) {
      put(of("INC-2026-1" + String.format("%03d", i), Topic.OPENED));
    }
    List<Outbox.Entry> waiting = journal.outbox().waiting("it");
    assertThat(waiting).hasSize(Outbox.MOST_WAITING);
    assertThat(waiting.getFirst().draft().key()).isEqualTo("INC-2026-0001/unknown/1");
    assertThat(waiting.getLast().draft().key()).isEqualTo("INC-2026-1219/opened/1");
    assertThat(count(Outbox.State.DROPPED)).isEqualTo(21);
  }

  @Test
  void aQueueIsNotToldWhatHappenedBeforeItWasMade() {
    Notice before = Sample.notice(Topic.OPENED);
    journal.outbox().open("later", NOW.plusSeconds(1));
    int put =
        journal
            .outbox()
            .put("later", List.of(new Outbox.Draft(before.key(), false, "{}", before.at())));
    assertThat(put).isZero();
  }

  @Test
  void aRedirectionAndAnAddressThatIsNeverAskedAreNotFollowed() throws Exception {
    receiver.next(new Receiver.Reply(302, Map.of("Location", receiver.address() + "/other"), ""));
    put(Sample.notice(Topic.OPENED));
    courier.step(NOW);
    assertThat(receiver.take().path()).isEqualTo("/");
    assertThat(receiver.left()).isZero();
    for (String host :
        List.of("169.254.169.254", "[fe80::1]", "[fd00:ec2::254]", "0.0.0.0", "100.100.100.200")) {
      Channel metadata =
          Sample.channel(directory, "webhook", "url: 'https://" + host + "/', secret_file: secret");
      try (HttpSender sender = new HttpSender(metadata)) {
        assertThat(sender.send(Sample.notice(Topic.OPENED), Optional.empty(), NOW))
            .as(host)
            .isEqualTo(new Outcome.Later("its address is one that is never asked", Duration.ZERO));
        assertThat(sender.check()).isPresent();
      }
    }
  }
}
