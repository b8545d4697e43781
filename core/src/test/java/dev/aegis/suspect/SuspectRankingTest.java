package dev.aegis.suspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.telemetry.Telemetry;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Made-up incidents, each with decoys, a twin without the change, and a twin that no change did.
 */
class SuspectRankingTest {

  @TestFactory
  Stream<DynamicTest> namesTheChangeThatDidIt() {
    return Stream.concat(Stories.ALL.stream(), Stories.LATER.stream())
        .map(story ->
            DynamicTest.dynamicTest(
                story.name(),
                () -> {
                  List<Suspect> suspects = SuspectRanking.of(story.scene());
                  assertThat(suspects.getFirst().name())
                      .as("%s", suspects.subList(0, 3))
                      .isEqualTo(Story.CULPRIT);
                  assertThat(suspects.getFirst().findings())
                      .as("it is what the diff does that tells it from its decoys")
                      .anyMatch(finding ->
                          finding.decibans() > 0
                              && Set.of(Finding.Kind.MECHANISM, Finding.Kind.TRACE)
                                  .contains(finding.kind()));
                }));
  }

  @TestFactory
  Stream<DynamicTest> accusesNobodyWhereSomethingElseBrokeIt() {
    Story.Outside[] outside = Story.Outside.values();
    return Stories.ALL.stream()
        .map(story ->
            DynamicTest.dynamicTest(
                story.name(),
                () -> {
                  Story.Outside what = outside[Stories.ALL.indexOf(story) % outside.length];
                  List<Suspect> suspects = SuspectRanking.of(story.brokenBySomethingElse(what));
                  assertThat(suspects.getFirst().kind())
                      .as("%s: %s", what, suspects.subList(0, 2))
                      .isEqualTo(Suspect.Kind.NO_CHANGE);
                }));
  }

  @TestFactory
  Stream<DynamicTest> isNotSureOfADecoyWhenTheChangeIsNotThere() {
    return Stories.ALL.stream()
        .map(story ->
            DynamicTest.dynamicTest(
                story.name(),
                () -> {
                  Suspect first = SuspectRanking.of(story.withoutTheChange()).getFirst();
                  assertThat(first.kind() == Suspect.Kind.NO_CHANGE || first.probability() < 0.6)
                      .as("%s", first)
                      .isTrue();
                }));
  }

  @Test
  void givesAllSuspectsTogetherOneAndTheLikeliestFirst() {
    for (Story story : Stories.ALL) {
      List<Suspect> suspects = SuspectRanking.of(story.scene());
      assertThat(suspects.stream().mapToDouble(Suspect::probability).sum())
          .isCloseTo(1, Offset.offset(1e-9));
      assertThat(suspects)
          .extracting(Suspect::probability)
          .isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(suspects).filteredOn(each -> each.kind() == Suspect.Kind.NO_CHANGE).hasSize(1);
    }
  }

  @Test
  void answersTheSameToTheSame() {
    Scene scene = Stories.ALL.getFirst().scene();
    assertThat(SuspectRanking.of(scene)).isEqualTo(SuspectRanking.of(scene));
  }

  @Test
  void doesNotKnowWhatItIsToldToForget() {
    Story story =
        Stories.ALL.stream().filter(each -> each.name().equals("hasty")).findFirst().orElseThrow();
    Suspect knowing = SuspectRanking.of(story.scene()).getFirst();
    Set<String> about =
        Set.copyOf(
            knowing.findings().stream()
                .map(Finding::about)
                .filter(each -> !each.isEmpty())
                .toList());
    assertThat(about).contains("a time limit is shorter");

    Suspect forgetful =
        SuspectRanking.without(story.scene(), about).stream()
            .filter(each -> each.name().equals(Story.CULPRIT))
            .findFirst()
            .orElseThrow();

    assertThat(forgetful.probability()).isLessThan(knowing.probability());
    assertThat(forgetful.findings()).noneMatch(each -> about.contains(each.about()));
  }

  @Test
  void saysThatNoChangeDidItWhereNothingChanged() {
    Scene scene = Stories.ALL.getFirst().scene();
    List<Suspect> suspects =
        SuspectRanking.of(
            new Scene(
                scene.failure(),
                new Telemetry(scene.telemetry().series(), List.of(), scene.telemetry().logs()),
                scene.patterns(),
                scene.spans(),
                List.of()));
    assertThat(suspects).singleElement().extracting(Suspect::name).isEqualTo("none");
    assertThat(suspects.getFirst().probability()).isEqualTo(1);
  }

  @Test
  void getsByWithTheAlertAndTheCommitsAlone() {
    Story story =
        Stories.ALL.stream()
            .filter(each -> each.name().equals("small pool"))
            .findFirst()
            .orElseThrow();
    Scene scene = story.scene();
    Scene bare =
        new Scene(
            new Failure(
                "billing", "connection_acquire_p99_ms", scene.failure().at(), story.error()),
            Telemetry.NONE,
            List.of(),
            List.of(),
            scene.commits());
    assertThat(SuspectRanking.of(bare).getFirst().name()).isEqualTo(Story.CULPRIT);
  }

  @Test
  void neverBlamesWhatCameLater() {
    for (Story story : Stories.ALL) {
      assertThat(SuspectRanking.of(story.scene()))
          .filteredOn(each -> each.name().equals("dec0003aa"))
          .allSatisfy(late -> assertThat(late.probability()).isLessThan(0.01));
    }
  }
}
