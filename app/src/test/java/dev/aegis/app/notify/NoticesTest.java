package dev.aegis.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Stories;
import dev.aegis.notice.Notice;
import dev.aegis.notice.Notices;
import dev.aegis.notice.Topic;
import dev.aegis.postmortem.StakeholderUpdate;
import dev.aegis.postmortem.StakeholderUpdate.Published;
import dev.aegis.postmortem.StakeholderUpdate.Stage;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.RoomMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of whole incidents. */
class NoticesTest {
  private static List<Topic> topics(List<RoomMessage> log, Instant now) {
    return Notices.of(log, now).stream().map(Notice::topic).toList();
  }

  @Test
  void anIncidentIsToldFromItsOpeningToItsEnd() {
    List<RoomMessage> log = Stories.leak();
    assertThat(topics(log, log.getLast().ts()))
        .containsExactly(
            Topic.OPENED,
            Topic.IDENTIFIED,
            Topic.REJECTED,
            Topic.PROVED,
            Topic.APPROVAL_ASKED,
            Topic.ANSWERED,
            Topic.EXECUTING,
            Topic.HELD,
            Topic.RESOLVED);
    Notice first = Notices.of(log, log.getLast().ts()).getFirst();
    assertThat(first.headline()).isEqualTo("SEV1 checkout-api in us-east-1: opened");
    assertThat(first.about()).isEqualTo("INC-2026-0001");
    assertThat(first.key()).startsWith("INC-2026-0001/opened/");
  }

  @Test
  void nobodyIsWokenForAnAnswerUntilHalfOfItsTimeIsOver() {
    List<RoomMessage> log = Stories.waiting();
    RoomMessage asked = log.getLast();
    Duration half =
        Duration.between(asked.ts(), ((ApprovalRequest) asked.payload()).expiresAt()).dividedBy(2);
    Instant due = asked.ts().plus(half);
    assertThat(topics(log, due.minusMillis(1))).doesNotContain(Topic.APPROVAL_UNANSWERED);
    assertThat(topics(log, due)).endsWith(Topic.APPROVAL_UNANSWERED);
    assertThat(topics(Stories.denied(), due)).doesNotContain(Topic.APPROVAL_UNANSWERED);
  }

  @Test
  void usersWhoWereToldThatItGoesOnHearAgainOrSomebodyIsReminded() {
    List<RoomMessage> log = Stories.waiting();
    Instant told = log.getLast().ts();
    Published investigating = new Published(Stage.INVESTIGATING, "We are looking.", "anna", told);
    Instant due = told.plus(StakeholderUpdate.EVERY);

    assertThat(Notices.updateDue(log, investigating, due.minusMillis(1))).isEmpty();
    Notice reminder = Notices.updateDue(log, investigating, due).orElseThrow();
    assertThat(reminder.topic()).isEqualTo(Topic.UPDATE_DUE);
    assertThat(reminder.detail()).contains("(Investigating)", "should have heard by");
    assertThat(Notices.updateDue(log, investigating, due.plusSeconds(3_600)).orElseThrow().key())
        .as("the same reminder")
        .isEqualTo(reminder.key());
    Published later = new Published(Stage.IDENTIFIED, "We found it.", "anna", due.plusSeconds(60));
    assertThat(
            Notices.updateDue(log, later, later.at().plus(StakeholderUpdate.EVERY))
                .orElseThrow()
                .key())
        .isNotEqualTo(reminder.key());
    Published over = new Published(Stage.RESOLVED, "It is over.", "anna", told);
    assertThat(Notices.updateDue(log, over, due.plusSeconds(9_000))).isEmpty();
    assertThat(Topic.UPDATE_DUE.pages()).isFalse();
  }

  @Test
  void anOutcomeThatNobodyKnowsWakesSomebodyOnce() {
    List<RoomMessage> log = Stories.unknown();
    assertThat(topics(log, log.getLast().ts())).containsOnlyOnce(Topic.UNKNOWN);
    assertThat(Topic.UNKNOWN.pages()).isTrue();
  }

  @Test
  void whatCannotBeDecidedIsHandedOver() {
    List<RoomMessage> log = Stories.undecidable();
    assertThat(topics(log, log.getLast().ts())).contains(Topic.ABSTAINED).endsWith(Topic.ESCALATED);
  }

  @Test
  void keysAreDifferentAndTheSameWheneverItIsReadAgain() {
    for (List<RoomMessage> log :
        List.of(Stories.leak(), Stories.denied(), Stories.unknown(), Stories.undecidable())) {
      Instant end = log.getLast().ts();
      List<String> all = Notices.of(log, end).stream().map(Notice::key).toList();
      assertThat(new HashSet<>(all)).hasSameSizeAs(all);
      for (int length = 1; length <= log.size(); length++) {
        List<Notice> part = Notices.of(log.subList(0, length), log.get(length - 1).ts());
        assertThat(all).containsAll(part.stream().map(Notice::key).toList());
      }
    }
  }

  @Test
  void aNoticeIsTheSameAfterItWaitedInTheJournal() {
    for (Notice notice : Notices.of(Stories.leak(), Instant.EPOCH)) {
      assertThat(NoticeJson.read(NoticeJson.write(notice))).isEqualTo(notice);
    }
  }
}
