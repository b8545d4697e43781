package dev.aegis.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Stories;
import dev.aegis.incident.Incident;
import dev.aegis.room.Answer;
import dev.aegis.room.Escalation;
import dev.aegis.room.Evidence;
import dev.aegis.room.Execution;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.Verification;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is drawn of a room, from its log alone. */
class RoomPicturesTest {
  private final Incident talk = Incident.of(Stories.talk());

  @Test
  void theCulpritPathHasItsIntermediateHops() {
    List<Place> places = Place.of(talk);

    assertThat(places)
        .extracting(Place::name)
        .startsWith("customers", "checkout-api, us-east-1", "payments", "ledger");
    assertThat(Topology.of(talk, places).words())
        .isEqualTo(
            "the way of the failure: customers, calls checkout-api, us-east-1, calls payments,"
                + " calls ledger (culprit); called as well: cache, inventory, rates");
  }

  @Test
  void withoutRecordedCallsTheWayEndsWhereItIsKnown() {
    Incident leak = Incident.of(Stories.waiting());

    assertThat(CallPath.of(leak).between()).isEmpty();
    assertThat(Topology.of(leak, Place.of(leak)).words())
        .isEqualTo("the way of the failure: customers, calls checkout-api, us-east-1 (culprit)");
  }

  @Test
  void aRoomThatIsOverWithoutAReplayPromisesNone() {
    List<RoomMessage> log =
        Stories.undecidable().stream()
            .filter(m -> m.payload() instanceof Signal || m.payload() instanceof Escalation)
            .toList();

    assertThat(replay(log.subList(0, 1))).contains("No fix has been replayed yet");
    assertThat(replay(log)).contains("No fix was replayed.").doesNotContain("yet");
  }

  @Test
  void whatBecameOfAFixInProductionStandsBesideItsVerdict() {
    List<RoomMessage> leak = Stories.leak();
    assertThat(replay(leak)).contains("carried out: it held");
    assertThat(replay(Stories.waiting())).doesNotContain("carried out");

    List<RoomMessage> failed =
        leak.stream().map(RoomPicturesTest::notHeld).filter(RoomPicturesTest::isNoEnd).toList();
    assertThat(replay(failed))
        .contains("carried out: it did not hold")
        .doesNotContain("taken back");
    List<RoomMessage> back = new java.util.ArrayList<>(failed);
    failed.stream()
        .filter(m -> m.payload() instanceof Execution e && e.state() == Execution.State.OBSERVED)
        .findFirst()
        .ifPresent(m -> {
          Execution e = (Execution) m.payload();
          back.add(
              with(
                  m,
                  new Execution(
                      e.planHash(),
                      e.step(),
                      e.steps(),
                      true,
                      e.action(),
                      e.state(),
                      e.key(),
                      e.detail())));
        });
    assertThat(replay(back)).contains("carried out: it did not hold, and was taken back");
  }

  private static boolean isNoEnd(RoomMessage m) {
    return !(m.payload() instanceof dev.aegis.room.Decision)
        && !(m.payload() instanceof dev.aegis.room.Postmortem);
  }

  private static RoomMessage notHeld(RoomMessage m) {
    return m.payload() instanceof Verification v && v.outcome() == Verification.Outcome.HELD
        ? with(
            m,
            new Verification(
                v.planHash(),
                Verification.Outcome.NOT_HELD,
                v.p99Millis(),
                v.errorRatio(),
                null,
                v.sentence(),
                v.evidence(),
                v.comparison()))
        : m;
  }

  private static RoomMessage with(RoomMessage m, dev.aegis.room.Payload payload) {
    return new RoomMessage(
        m.wireVersion(),
        m.room(),
        m.seq(),
        m.id(),
        m.inReplyTo(),
        m.sender(),
        m.mentions(),
        m.text(),
        payload,
        m.ts());
  }

  private static String replay(List<RoomMessage> log) {
    return new Pages()
        .parts(Incident.of(log), log.getLast().ts()).stream()
            .filter(part -> part.id().equals("replay"))
            .findFirst()
            .orElseThrow()
            .html();
  }

  @Test
  void noTwoPlacesOfTheDrawingLieOnEachOther() {
    Topology topology = Topology.of(talk, Place.of(talk));

    assertThat(topology.nodes())
        .extracting(n -> List.of(n.x(), n.y()))
        .doesNotHaveDuplicates()
        .allSatisfy(at -> {
          assertThat(at.getFirst() + Topology.WIDE).isLessThanOrEqualTo(topology.width());
          assertThat(at.getLast() + Topology.HIGH).isLessThanOrEqualTo(topology.height());
        });
  }

  @Test
  void aCourseInTimeHasItsUnitThePromiseTheUsualBandAndTheIncident() {
    SeriesPicture picture = SeriesPicture.of(course(), talk).orElseThrow();

    assertThat(picture.unit()).isEqualTo("ms");
    assertThat(picture.promised()).isEqualTo(1_000);
    assertThat(picture.usual().orElseThrow().low()).isBetween(210.0, 214.0);
    assertThat(picture.usual().orElseThrow().words()).startsWith("usual: 90 % of ");
    assertThat(picture.from()).isEqualTo(talk.signal().orElseThrow().startedAt());
    assertThat(picture.marks()).extracting(ReplayPicture.Mark::kind).contains("deploy", "onset");
    assertThat(picture.lines()).singleElement().satisfies(l -> assertThat(l.points()).hasSize(30));
  }

  @Test
  void rowsWithLabelsAreALineEachAndWhatIsNoCourseIsNotDrawn() {
    Evidence regions =
        rows(
            List.of("ts", "region", "error_ratio"),
            List.of("2026-03-01 03:00:00", "east", "0.1"),
            List.of("2026-03-01 03:00:00", "west", "0.0"),
            List.of("2026-03-01 03:00:05", "east", "0.2"),
            List.of("2026-03-01 03:00:05", "west", "NULL"),
            List.of("2026-03-01 03:00:10", "east", "0.3"));

    SeriesPicture picture = SeriesPicture.of(regions, talk).orElseThrow();

    assertThat(picture.lines())
        .extracting(SeriesPicture.Line::name)
        .containsExactly("east error_ratio");
    assertThat(picture.promised()).isEqualTo(0.01);
    Evidence table = rows(List.of("region", "p99_ms"), List.of("east", "1"), List.of("west", "2"));
    assertThat(SeriesPicture.of(table, talk)).isEmpty();
    assertThat(SeriesPicture.of(rows(List.of("ts")), talk)).isEmpty();
  }

  @Test
  void theFileOfAPieceOfEvidenceHasAllItsRowsAndNoFormula() {
    Evidence hostile =
        rows(List.of("name", "value"), List.of("=1+1", "-2.5"), List.of("a \"b\", c", "3"));

    assertThat(SeriesText.csv(hostile)).isEqualTo("name,value\n'=1+1,-2.5\n\"a \"\"b\"\", c\",3\n");
    assertThat(SeriesText.csv(course()).lines()).hasSize(31);
  }

  @Test
  void theTimelineHasChangesAlertsAgentsAndPeopleInTheOrderInWhichTheyHappened() {
    List<Moment> moments = Moment.of(talk);

    assertThat(moments).extracting(Moment::at).isSorted();
    assertThat(moments).extracting(Moment::kind).contains("change", "alert", "agent", "person");
    assertThat(moments)
        .filteredOn(m -> m.kind().equals("person"))
        .extracting(Moment::who)
        .containsOnly("anna");
  }

  @Test
  void aPieceOfEvidenceNamesTheTimesOfItsQuery() {
    assertThat(EvidenceView.of(course(), talk, 1, EvidenceView.MOST_ROWS).range())
        .isEqualTo("2026-03-01 02:58:40 to 03:01:10 UTC");
  }

  private Evidence course() {
    return talk.log().stream()
        .map(RoomMessage::payload)
        .filter(Answer.class::isInstance)
        .map(p -> ((Answer) p).evidence().getFirst())
        .findFirst()
        .orElseThrow();
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static Evidence rows(List<String> columns, List<String>... rows) {
    return new Evidence("e1", "", "", Evidence.SQL, columns, List.of(rows));
  }
}
