package dev.aegis.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.aegis.app.host.Advisers;
import dev.aegis.app.model.ModelSettings;
import dev.aegis.app.model.langchain.Models;
import dev.aegis.app.report.ReportHtml;
import dev.aegis.app.report.ReportJson;
import dev.aegis.app.testkit.FakeProvider;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.incident.Incident;
import dev.aegis.postmortem.PostmortemReport;
import dev.aegis.postmortem.Report;
import dev.aegis.postmortem.StakeholderUpdate;
import dev.aegis.room.Advice;
import dev.aegis.room.Advice.Kind;
import dev.aegis.room.Advice.Proposal;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomMessage;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people get of a model that does what it is asked. */
class ModelBesideTest {
  private static final Pattern FIGURE = Pattern.compile("weight ([0-9.]+): ");

  @TempDir Path home;

  @Test
  void itsWordsStandAfterTheAgentsOwnAndAreMarked() {
    try (FakeProvider provider = new FakeProvider(ModelBesideTest::helpful)) {
      Played played = Played.demo(home, beside(provider), "", "--scenario", "bad-config");

      assertThat(played.exit()).as(played.err()).isZero();
      assertThat(played.out())
          .containsPattern("@diagnostician  MODEL +The likeliest cause")
          .contains("by openai helpful-7b, which decides nothing")
          .containsPattern("question average p99 by region: +\\d+ rows \\[m1]");
      assertThat(played.out().lines()).allMatch(line -> line.length() <= 80);
    }
  }

  @Test
  void whatItLookedUpAndProposedWentThroughTheWaysOfEverybody() {
    try (FakeProvider provider = new FakeProvider(ModelBesideTest::helpful)) {
      List<RoomMessage> room =
          messages(Played.demo(home, beside(provider), "", "--scenario", "bad-config", "--json"));
      Advice advice =
          room.stream()
              .filter(m -> m.sender().equals(Handle.DIAGNOSTICIAN))
              .map(RoomMessage::payload)
              .filter(Advice.class::isInstance)
              .map(Advice.class::cast)
              .findFirst()
              .orElseThrow();

      assertThat(advice.proposals())
          .extracting(Proposal::kind, Proposal::accepted)
          .contains(
              tuple(Kind.QUESTION, true), tuple(Kind.LOOK_UP, true), tuple(Kind.HYPOTHESIS, true));
      assertThat(advice.evidence()).isNotEmpty().allMatch(e -> !e.source().isBlank());
      assertThat(advice.exchanges()).hasSizeGreaterThan(2);
      assertThat(room.stream().filter(m -> m.payload() instanceof Advice))
          .allMatch(m -> m.mentions().isEmpty());
    }
  }

  @Test
  void theSignalThatBeginsTheRoomIsWordedAsWell() {
    try (FakeProvider provider = new FakeProvider(ModelBesideTest::helpful)) {
      List<RoomMessage> room =
          messages(Played.demo(home, beside(provider), "", "--scenario", "bad-config", "--json"));

      assertThat(room.get(1).sender()).isEqualTo(Handle.OBSERVER);
      assertThat(room.get(1).payload())
          .isInstanceOfSatisfying(
              Advice.class,
              advice -> assertThat(advice.words()).isEqualTo("Here is what was found."));
    }
  }

  @Test
  void whatItSaidBesideTheDecisionStandsInThePostmortemAsItsWords() {
    try (FakeProvider provider =
        new FakeProvider(_ -> FakeProvider.says("{\"words\": \"Here is what was found.\"}"))) {
      List<RoomMessage> room =
          messages(Played.demo(home, beside(provider), "", "--scenario", "bad-config", "--json"));
      String model = "In the words of a model, which decided nothing (openai helpful-7b):";

      Report report = Report.of(room);
      assertThat(PostmortemReport.of(report, ZoneOffset.UTC))
          .contains(model + " “Here is what was found.”");
      assertThat(ReportJson.of(report)).contains(model, "Here is what was found.");
      assertThat(ReportHtml.of(room, report, ZoneOffset.UTC))
          .contains(model, "Here is what was found.");
      assertThat(StakeholderUpdate.all(Incident.of(room), room.getLast().ts()).toString())
          .doesNotContain("Here is what was found.");
      List<RoomMessage> alone =
          room.stream().filter(m -> !(m.payload() instanceof Advice)).toList();
      assertThat(ReportJson.of(Report.of(alone))).doesNotContain("words of a model");
    }
  }

  @Test
  void aModelThatIsDownIsNamedOnceAndTheIncidentGoesOn() {
    try (FakeProvider provider = FakeProvider.inOrder(new FakeProvider.Answer(401, "{}"))) {
      Played played = Played.demo(home, beside(provider), "", "--scenario", "bad-config");

      assertThat(played.exit()).isZero();
      assertThat(played.out().replaceAll("\\s+", " "))
          .containsOnlyOnce("NO MODEL")
          .contains("refuses the key (401); the incident goes on without it");
    }
  }

  @Test
  void aBudgetThatIsUsedUpIsSaidOnceAndNobodyIsAskedAnyMore() {
    FakeProvider.Answer dear =
        new FakeProvider.Answer(
            200,
            Map.of("x-aimlapi-usd-spent", "1.5"),
            FakeProvider.says("{\"words\": \"Here is what was found.\"}").body(),
            false);
    try (FakeProvider provider = FakeProvider.inOrder(dear)) {
      Played played = Played.demo(home, beside(provider), "", "--scenario", "bad-config");

      assertThat(played.exit()).isZero();
      assertThat(provider.bodies()).hasSize(1);
      assertThat(played.out().replaceAll("\\s+", " "))
          .containsOnlyOnce("NO MODEL the incident's 1.0 USD are used up");
    }
  }

  /** Asks, ranks, and then says the first figure of the message in other words. */
  private static FakeProvider.Answer helpful(String body) {
    Matcher weight = FIGURE.matcher(body);
    if (!weight.find()) {
      return FakeProvider.says("{\"words\": \"Here is what was found.\"}");
    }
    if (!body.contains("\"role\" : \"tool\"")) {
      return FakeProvider.calls("ask", "{\"question\": \"average p99 by region\"}");
    }
    return body.contains("bad_deploy, P(cause)")
        ? FakeProvider.says(
            "{\"words\": \"The likeliest cause has weight "
                + weight.group(1)
                + ".\", \"hypothesis\": \"traffic_surge\"}")
        : FakeProvider.calls("rank_causes", "{}");
  }

  private static Advisers beside(FakeProvider provider) {
    ModelSettings settings =
        ModelSettings.of(
            Map.of(
                "LLM_MODE", "openai",
                "OPENAI_BASE_URL", provider.base(),
                "OPENAI_MODEL", "helpful-7b"));
    return (hiding, _) -> Models.of(settings, hiding);
  }

  private static List<RoomMessage> messages(Played played) {
    return played
        .out()
        .lines()
        .filter(line -> line.startsWith("{\"v\":"))
        .map(RoomJson::read)
        .toList();
  }
}
