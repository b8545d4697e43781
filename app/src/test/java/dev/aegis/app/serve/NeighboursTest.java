package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Span;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private static final ServiceProfile WEB = profile("web", "");
  private static final ServiceProfile CHECKOUT = profile("checkout", "inventory");
  private static final ServiceProfile INVENTORY = profile("inventory", "");

  @Test
  void areThoseOfWhichOneDeclaresTheOther() {
    assertThat(Neighbours.are(CHECKOUT, INVENTORY, List.of())).isTrue();
    assertThat(Neighbours.are(INVENTORY, CHECKOUT, List.of())).isTrue();
    assertThat(Neighbours.are(WEB, INVENTORY, List.of())).isFalse();
  }

  @Test
  void areThoseOfWhichASpanOfOneIsBelowThatOfTheOther() {
    Span asked = span("t1", "1", "", "web", "");
    assertThat(Neighbours.are(CHECKOUT, WEB, List.of(asked, span("t1", "2", "1", "checkout", ""))))
        .isTrue();
    assertThat(Neighbours.are(CHECKOUT, WEB, List.of(asked, span("t2", "2", "1", "checkout", ""))))
        .as("of another request")
        .isFalse();
  }

  @Test
  void areThoseOfWhichOneNamesTheOtherAsItsPeer() {
    assertThat(Neighbours.are(WEB, CHECKOUT, List.of(span("t", "1", "", "web", "checkout"))))
        .isTrue();
    assertThat(Neighbours.are(WEB, CHECKOUT, List.of(span("t", "1", "", "other", "checkout"))))
        .isFalse();
  }

  private static Span span(String trace, String id, String parent, String service, String peer) {
    return new Span(trace, id, parent, service, "", peer, 0, 1, false);
  }

  private static ServiceProfile profile(String service, String dependency) {
    return new ServiceProfile(
        service,
        new Slo(500, 0.01),
        "",
        List.of(),
        0,
        0,
        null,
        null,
        null,
        dependency,
        new ServiceProfile.Costs(0, Duration.ZERO, 0, 0, 0));
  }
}
