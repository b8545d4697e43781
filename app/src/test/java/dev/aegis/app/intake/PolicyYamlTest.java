package dev.aegis.app.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.policy.Autonomy;
import dev.aegis.policy.Policy;
import dev.aegis.policy.Span;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyYamlTest {
  private static Policy read(String text) {
    return ServiceProfileYaml.read(YamlText.parse(text, "slo.yaml"), "slo.yaml").policy();
  }

  @Test
  void readsEverythingThatOwnersCanAllowOrForbid() {
    Policy policy =
        read(
            """
            policy:
              autonomy: approve
              allow:
                - {days: [mon, tue, wed, thu, fri], from: "08:00", until: "24:00"}
              freeze:
                - {from: 2026-12-24T00:00:00Z, until: 2026-12-27T00:00:00Z, why: holidays}
                - {days: [fri], from: "16:00", until: "08:00", except_rollback: true}
              cool_down: 5m
              back_off: 1.5
              actions_per_hour: 4
              pods_per_hour: 20
            """);

    assertThat(policy)
        .isEqualTo(
            new Policy(
                Autonomy.APPROVE,
                List.of(
                    new Span.Weekly(
                        Set.of(
                            DayOfWeek.MONDAY,
                            DayOfWeek.TUESDAY,
                            DayOfWeek.WEDNESDAY,
                            DayOfWeek.THURSDAY,
                            DayOfWeek.FRIDAY),
                        LocalTime.of(8, 0),
                        LocalTime.MIDNIGHT)),
                List.of(
                    new Policy.Freeze(
                        new Span.Once(
                            Instant.parse("2026-12-24T00:00:00Z"),
                            Instant.parse("2026-12-27T00:00:00Z")),
                        "holidays",
                        false),
                    new Policy.Freeze(
                        new Span.Weekly(
                            Set.of(DayOfWeek.FRIDAY), LocalTime.of(16, 0), LocalTime.of(8, 0)),
                        "",
                        true)),
                Duration.ofMinutes(5),
                1.5,
                4,
                20));
  }

  @Test
  void whatIsNotWrittenIsTheDefault() {
    assertThat(read("slo: {errors: 1%}")).isEqualTo(Policy.DEFAULT);
    assertThat(read("policy: {}")).isEqualTo(Policy.DEFAULT);
    assertThat(read("policy: {autonomy: observe}")).isEqualTo(new Policy(Autonomy.OBSERVE));
  }

  @Test
  void freezesThatOverlapBothHold() {
    Policy policy =
        read(
            """
            policy:
              freeze:
                - {from: 2026-12-24T00:00:00Z, until: 2026-12-27T00:00:00Z, except_rollback: true}
                - {from: 2026-12-26T00:00:00Z, until: 2026-12-29T00:00:00Z}
            """);
    Instant both = Instant.parse("2026-12-26T12:00:00Z");
    assertThat(policy.freezes()).hasSize(2).allMatch(freeze -> freeze.span().contains(both));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'policy: approve'                                 | line 1: policy: expected the keys autonomy, allow, | found "approve"
          'policy:\\n  autonmy: approve'                    | line 2: unknown key autonmy in policy              | did you mean autonomy?
          'policy:\\n  autonomy: yes'                       | line 2: policy.autonomy: expected observe, recommend or approve | found "yes"
          'policy: {autonomy: }'                            | policy.autonomy: expected observe, recommend or approve | found ""
          'policy: {autonomy: [approve]}'                   | policy.autonomy: expected a single value           | found a list of 1
          'policy:\\n  cool_down: 5'                        | line 2: policy.cool_down: expected a duration      | found "5"
          'policy:\\n  cool_down: -5m'                      | line 2: policy.cool_down: expected a duration      | found "-5m"
          'policy:\\n  cool_down: 25h'                      | line 2: policy.cool_down: expected a cool-down of 0 s to 24 h | found "25h"
          'policy:\\n  back_off: 0.5'                       | line 2: policy.back_off: expected a back-off of 1 to 10 | found "0.5"
          'policy:\\n  back_off: -1'                        | line 2: policy.back_off: expected a number         | found "-1"
          'policy:\\n  actions_per_hour: -1'                | line 2: policy.actions_per_hour: expected a whole number | found "-1"
          'policy:\\n  actions_per_hour: 2.5'               | line 2: policy.actions_per_hour: expected a whole number | found "2.5"
          'policy:\\n  actions_per_hour: 0'                 | line 2: policy.actions_per_hour: expected 1 to 1,000 actions an hour | found "0"
          'policy:\\n  pods_per_hour: 10001'                | line 2: policy.pods_per_hour: expected 1 to 10,000 pods an hour | found "10001"
          'policy:\\n  allow: always'                       | line 2: policy.allow: expected a list              | found "always"
          'policy:\\n  allow:\\n    - days: [mon]\\n      form: "08:00"' | line 4: unknown key form in policy.allow | did you mean from?
          'policy:\\n  allow:\\n    - {days: [mon], from: "08:00"}' | line 3: expected the key policy.allow.until | found none; add it
          'policy:\\n  allow:\\n    - {days: [mon], from: "8", until: "18:00"}' | line 3: policy.allow.from: expected an hour such as "08:00" | found "8"
          'policy:\\n  allow:\\n    - {days: [mon], from: "25:00", until: "18:00"}' | line 3: policy.allow.from: expected an hour such as "08:00" | found "25:00"
          'policy:\\n  allow:\\n    - {days: [monday], from: "08:00", until: "18:00"}' | line 3: policy.allow.days: expected days such as [mon, tue] | found "monday"
          'policy:\\n  allow:\\n    - {days: mon, from: "08:00", until: "18:00"}' | line 3: policy.allow.days: expected a list of words | found "mon"
          'policy:\\n  allow:\\n    - {days: [], from: "08:00", until: "18:00"}' | line 3: policy.allow.days: expected days such as [mon, tue] | found a list of 0
          'policy:\\n  freeze:\\n    - {from: "08:00", until: "18:00"}' | line 3: policy.freeze.from: expected a time such as 2026-12-24T00:00:00Z, or hours with days | found "08:00"
          'policy:\\n  freeze:\\n    - {from: 2026-12-27T00:00:00Z, until: 2026-12-24T00:00:00Z}' | line 3: policy.freeze.until: expected a time after 2026-12-27T00:00:00Z | found "2026-12-24T00:00:00Z"
          'policy:\\n  freeze:\\n    - {from: 2026-12-24T00:00:00Z, until: 2026-12-24T00:00:00Z}' | line 3: policy.freeze.until: expected a time after | found "2026-12-24T00:00:00Z"
          'policy:\\n  freeze:\\n    - {days: [fri], from: "16:00", until: "18:00", except_rollback: maybe}' | line 3: policy.freeze.except_rollback: expected true or false | found "maybe"
          """)
  void saysInOneLineWhatWasExpectedWhatWasFoundAndWhere(
      String text, String expected, String found) {
    assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
        .isInstanceOf(IntakeException.class)
        .hasMessageStartingWith("slo.yaml")
        .hasMessageContaining(expected)
        .hasMessageContaining(found)
        .hasMessageNotContaining("\n");
  }
}
