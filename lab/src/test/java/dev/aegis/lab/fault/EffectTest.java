package dev.aegis.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectTest {
  @Test
  void readsBackTheLineItWrites() {
    Effect effect =
        Effect.fromLine(
            "id=a-1 started=1700000000000 effect=delay service=payments region=us-east-1 pod=0"
                + " route=%2Fpay share=5% config=payments.timeout%3D30s at=2s for=3s ramp=1s"
                    .replace("5% ", "5%25 ")
                + " repeat_every=4s by=250ms cv=0.3");

    assertThat(Effect.fromLine(effect.toLine())).isEqualTo(effect);
    assertThat(effect.number("by")).isEqualTo(0.25);
    assertThat(effect.where().share()).isEqualTo(0.05);
    assertThat(effect.where().route()).isEqualTo("/pay");
  }

  @Test
  void readsBackEveryShareThatPeopleWrite() {
    for (int thousandths = 0; thousandths <= 1000; thousandths++) {
      String share = thousandths / 10 + "." + thousandths % 10 + "%25";
      Effect effect = Effect.fromLine("id=a started=1 effect=errors share=" + share);
      assertThat(Effect.fromLine(effect.toLine())).as(share).isEqualTo(effect);
    }
    Effect rare = Effect.fromLine("id=a started=1 effect=errors share=0.0009%25");
    assertThat(Effect.fromLine(rare.toLine())).isEqualTo(rare);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "effect=delay|started",
        "id=a started=x effect=delay by=1s|epoch milliseconds",
        "id=a started=1 effect=delai by=1s|effect: expected one of delay",
        "id=a started=1 effect=delay|expected by, a duration",
        "id=a started=1 effect=delay by=1|delay.by: expected a duration",
        "id=a started=1 effect=delay by=1s flavour=2|unknown parameter flavour",
        "id=a started=1 effect=errors share=200%25|share: expected a share",
        "id=a started=1 effect=errors for=9s repeat_every=2s|for: expected at most repeat_every",
        "id=a started=1 effect=errors flag=coalesce|flag: expected NAME=VALUE",
        "id=a id=b started=1 effect=errors|found twice",
        "nonsense|expected KEY=VALUE"
      })
  void saysWhatIsWrongWithALine(String line, String complaint) {
    String told = line.startsWith("effect=") ? "id=a " + line : line;
    assertThatThrownBy(() -> Effect.fromLine(told))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void comesAndGoesWithItsCourse() {
    Course course =
        new Course(
            Duration.ofSeconds(10),
            Duration.ofSeconds(4),
            Duration.ofSeconds(2),
            Duration.ofSeconds(20));

    assertThat(course.intensity(Duration.ofSeconds(9))).isZero();
    assertThat(course.intensity(Duration.ofSeconds(11))).isEqualTo(0.5);
    assertThat(course.intensity(Duration.ofSeconds(13))).isEqualTo(1);
    assertThat(course.intensity(Duration.ofSeconds(14))).isZero();
    assertThat(course.intensity(Duration.ofSeconds(31))).isEqualTo(0.5);
    assertThat(course.round(Duration.ofSeconds(9))).isEqualTo(-1);
    assertThat(course.round(Duration.ofSeconds(29))).isZero();
    assertThat(course.round(Duration.ofSeconds(30))).isEqualTo(1);
  }

  @Test
  void meansOnlyThePodsAndSettingsItNames() {
    Selector where =
        new Selector("inventory", "us-east-1", "v2", "1", "", 1, "coalesce=off", "pool.size=10");

    assertThat(where.matchesPod("inventory", "us-east-1", "v2", "inventory-us-east-1-1")).isTrue();
    assertThat(where.matchesPod("inventory", "us-east-1", "v2", "inventory-us-east-1-11"))
        .isFalse();
    assertThat(where.matchesPod("inventory", "us-west-2", "v2", "inventory-us-west-2-1")).isFalse();
    assertThat(where.matchesPod("inventory", "us-east-1", "v1", "inventory-us-east-1-1")).isFalse();
    assertThat(where.matchesSettings(Map.of("coalesce", "off"), Map.of("pool.size", "10")))
        .isTrue();
    assertThat(where.matchesSettings(Map.of("coalesce", "on"), Map.of("pool.size", "10")))
        .isFalse();
    assertThat(where.matchesSettings(Map.of("coalesce", "off"), Map.of())).isFalse();
  }
}
