package dev.aegis.app.bandbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.cli.CommandFailure;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BandSettingsTest {
  private static Map<String, String> whole() {
    Map<String, String> all = new HashMap<>();
    for (String name :
        new String[] {
          "OBSERVER", "DIAGNOSTICIAN", "REMEDIATOR", "VALIDATOR", "COMMANDER", "SECURITY"
        }) {
      all.put(
          "BAND_" + name + "_ID",
          UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
              .toString());
      all.put("BAND_" + name + "_KEY", "band_a_secret_of_" + name);
    }
    all.put("BAND_HUMAN_ID", "3f1b2c4d-0000-4000-8000-000000000001");
    return all;
  }

  @Test
  void needsNoAddressAndNoChat() {
    BandSettings settings = BandSettings.of(whole());
    assertThat(settings.rest()).isEqualTo(URI.create("https://app.band.ai"));
    assertThat(settings.socket())
        .isEqualTo(URI.create("wss://app.band.ai/api/v1/socket/websocket"));
    assertThat(settings.chat()).isEmpty();
    assertThat(settings.agents()).hasSize(6);
    assertThat(settings.toString()).doesNotContain("secret");
  }

  @Test
  void namesEverythingThatIsMissingInOneMessage() {
    Map<String, String> environment = whole();
    environment.remove("BAND_OBSERVER_KEY");
    environment.remove("BAND_SECURITY_ID");
    environment.remove("BAND_HUMAN_ID");
    environment.put("BAND_CHAT_ID", "the room");
    assertThatThrownBy(() -> BandSettings.of(environment))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContainingAll(
            "BUS=band: expected BAND_OBSERVER_KEY, BAND_SECURITY_ID, BAND_HUMAN_ID, found none",
            "BAND_CHAT_ID: expected a UUID",
            "docs/band.md");
  }

  @Test
  void sendsKeysOverNothingThatOthersCanRead() {
    for (String address :
        new String[] {"http://band.example.org", "https://169.254.169.254", "ftp://127.0.0.1"}) {
      Map<String, String> environment = whole();
      environment.put("BAND_REST_URL", address);
      assertThatThrownBy(() -> BandSettings.of(environment))
          .as(address)
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("BAND_REST_URL");
    }
    Map<String, String> here = whole();
    here.put("BAND_REST_URL", "http://127.0.0.1:7070");
    here.put("BAND_WS_URL", "ws://127.0.0.1:7070/api/v1/socket/websocket");
    assertThat(BandSettings.of(here).rest().getPort()).isEqualTo(7070);
  }

  @Test
  void oneIdIsOneAgent() {
    Map<String, String> environment = whole();
    environment.put("BAND_SECURITY_ID", environment.getOrDefault("BAND_COMMANDER_ID", ""));
    assertThatThrownBy(() -> BandSettings.of(environment))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("expected each id once");
  }
}
