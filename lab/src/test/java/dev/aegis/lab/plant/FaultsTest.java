package dev.aegis.lab.plant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.lab.fault.yaml.ShippedFaults;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);

  private final DesiredState desired;
  private final Faults faults;

  FaultsTest(@TempDir Path directory) {
    desired = DesiredState.open(directory, FirstWishes.make(), CLOCK);
    faults = new Faults(desired);
  }

  private void set(String flag, String value) {
    Order.Configure order = new Order.Configure("checkout-api", "flag", flag, value);
    assertThat(desired.apply(order, Stamp.of("ada", ""))).isInstanceOf(Ruling.Accepted.class);
  }

  @Test
  void anEffectOnClientsEndsWithTheFlagItAsksFor() {
    faults.start(ShippedFaults.of("retry-storm"), CLOCK.millis());

    assertThat(faults.forTraffic(Region.US_EAST_1)).contains("client_retries");
    assertThat(faults.forTraffic(Region.US_WEST_2)).isEmpty();

    set("retries", "off");
    assertThat(faults.forTraffic(Region.US_EAST_1)).isEmpty();

    set("retries", "on");
    assertThat(faults.forTraffic(Region.US_EAST_1)).contains("client_retries");
  }

  @Test
  void anEffectThatAsksForNoSettingIsAtWorkUnderAnyOfThem() {
    faults.start(ShippedFaults.of("surge"), CLOCK.millis());
    String before = faults.forTraffic(Region.US_EAST_1);

    set("retries", "off");

    assertThat(before).isNotEmpty();
    assertThat(faults.forTraffic(Region.US_EAST_1)).isEqualTo(before);
  }
}
