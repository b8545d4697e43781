package dev.aegis.lab.fault.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.intake.IntakeException;
import dev.aegis.lab.fault.Effect;
import dev.aegis.lab.fault.EffectKind;
import dev.aegis.lab.fault.Fault;
import dev.aegis.lab.fault.FaultChange;
import dev.aegis.lab.fault.Remedy;
import dev.aegis.lab.service.Settings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultYamlTest {
  static List<String> ids() {
    return ShippedFaults.ids();
  }

  @ParameterizedTest
  @MethodSource("ids")
  void shipsFaultsThatSayWhatFixesThemAndWhatDoesNot(String id) {
    Fault fault = ShippedFaults.of(id);

    assertThat(fault.id()).isEqualTo(id);
    assertThat(fault.fixes()).isNotEmpty();
    assertThat(fault.tempting()).isNotEmpty().doesNotContainAnyElementsOf(fault.fixes());
    for (Effect effect : fault.effects()) {
      assertThat(Effect.fromLine(effect.startedAt(1).toLine())).isEqualTo(effect.startedAt(1));
    }
  }

  @Test
  void threeShippedFaultsAreKeptOutOfTuning() {
    assertThat(ShippedFaults.all().stream().filter(Fault::heldOut).map(Fault::id))
        .containsExactlyInAnyOrder("lock-contention", "thread-starvation", "pods-lost");
  }

  @Test
  void aFaultIsHeldOutOnlyWhereItSaysSo() {
    String fault = ShippedFaults.text("leak");
    assertThat(FaultYaml.parse(fault, "mine.yaml").heldOut()).isFalse();
    assertThat(FaultYaml.parse(fault + "\nheld_out: false\n", "mine.yaml").heldOut()).isFalse();
    assertThat(FaultYaml.parse(fault + "\nheld_out: true\n", "mine.yaml").heldOut()).isTrue();
    assertThatThrownBy(() -> FaultYaml.parse(fault + "\nheld_out: perhaps\n", "mine.yaml"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("mine.yaml")
        .hasMessageContaining("held_out")
        .hasMessageContaining("true or false");
  }

  @ParameterizedTest
  @MethodSource("ids")
  void shipsChangesAndFixesThatTheServicesUnderstand(String id) {
    Fault fault = ShippedFaults.of(id);
    for (FaultChange change : fault.changes()) {
      if (change.kind() == FaultChange.Kind.FLAG || change.kind() == FaultChange.Kind.CONFIG) {
        Settings.requireValue(change.kind().wire(), change.name(), change.value());
      }
    }
    for (Remedy remedy :
        Stream.concat(fault.fixes().stream(), fault.tempting().stream()).toList()) {
      if (!remedy.setting().isEmpty()) {
        Settings.requireValue(
            remedy.action().substring("set_".length()), remedy.setting(), remedy.value());
        assertThat(
                Settings.DEFAULTS.flags().containsKey(remedy.setting())
                    || Settings.DEFAULTS.configs().containsKey(remedy.setting()))
            .as(remedy.setting())
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ids")
  void bringsEveryVersionAnEffectAsksForByADeploy(String id) {
    Fault fault = ShippedFaults.of(id);
    List<String> deployed =
        fault.changes().stream()
            .filter(change -> change.kind() == FaultChange.Kind.DEPLOY)
            .map(FaultChange::value)
            .toList();
    assertThat(fault.effects())
        .allSatisfy(effect ->
            assertThat(
                    effect.where().version().isEmpty()
                        || deployed.contains(effect.where().version()))
                .isTrue());
  }

  @Test
  void shipsTheClassesThatOnCallEngineersKnow() {
    assertThat(ids()).hasSizeGreaterThanOrEqualTo(16).doesNotHaveDuplicates();
    assertThat(ids()).contains("leak", "surge", "bad-config", "retry-storm", "pool-exhaustion");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("id: x\ntitle: t\ncolour: red\n", "f.yaml, line 3", "unknown key colour"),
        Arguments.of("id: X\ntitle: t\n", "f.yaml", "id: expected small letters"),
        Arguments.of("id: x\n", "f.yaml", "title"),
        Arguments.of(
            "id: x\ntitle: t\neffects:\n  - { effect: delay, by: soon }\n",
            "f.yaml, line 4",
            "delay.by: expected a duration"),
        Arguments.of(
            "id: x\ntitle: t\neffects:\n  - { effect: delay, bye: 2s }\n",
            "f.yaml, line 4",
            "did you mean by?"),
        Arguments.of(
            "id: x\ntitle: t\neffects:\n  - { effect: dellay }\n",
            "line 4",
            "expected one of delay"),
        Arguments.of("id: x\ntitle: t\nfixes: [ pray ]\n", "line 3", "expected one of scale_pods"),
        Arguments.of("id: x\ntitle: t\nfixes: [ set_flag ]\n", "line 3", "NAME=VALUE"),
        Arguments.of("id: x\ntitle: t\neffects: 3\n", "line 3", "a list"),
        Arguments.of(
            "id: x\ntitle: t\nchanges:\n  - { kind: deploy, service: s, version: v }\n",
            "line 4",
            "region of a deploy"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void namesThePlaceAndWhatWasExpected(String text, String place, String complaint) {
    assertThatThrownBy(() -> FaultYaml.parse(text, "f.yaml"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining(place)
        .hasMessageContaining(complaint);
  }

  @Test
  void everyEffectIsUsedByAtLeastOneFaultOrIsAPrimitiveForPeople() {
    List<EffectKind> used =
        ShippedFaults.all().stream()
            .flatMap(fault -> fault.effects().stream())
            .map(Effect::kind)
            .distinct()
            .toList();
    assertThat(used).hasSizeGreaterThanOrEqualTo(16);
  }
}
