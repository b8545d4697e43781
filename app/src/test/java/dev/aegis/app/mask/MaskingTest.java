package dev.aegis.app.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.intake.YamlNode;
import dev.aegis.app.intake.YamlText;
import dev.aegis.telemetry.Change;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
  private static final String SECRET = "S3cretC4nary9";
  private final Masking masking = Masking.standard(() -> new byte[32]);

  @TempDir Path home;

  private Masking read(String yaml) {
    YamlNode top = YamlText.parse(yaml, "aegis.yaml");
    return MaskingYaml.read(
        ((YamlNode.Mapping) top).entries().get(MaskingYaml.KEY), "aegis.yaml", home);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=%s",
        "login failed: Password: %s, user 7",
        "{\"api_key\":\"%s\",\"n\":1}",
        "{'client_secret': '%s'}",
        "DB_PASSWORD=%s exported",
        "x-api-key: %s",
        "access_token=%s&page=2",
        "Authorization: Bearer %s",
        "Authorization: Basic %s==",
        "sent bearer %s to upstream",
        "postgres://app:%s@db.internal:5432/orders",
        "curl --password %s https://example.org",
        "Set-Cookie: id=%s; Path=/; more=%s",
        "token AKIA0123456789ABCDEF and password '%s two words'",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIi%s.sig%s",
        "ghp_%sabcdefghij0123456789",
        "glpat-%sabcdefghij0123456789",
        "xoxb-%s-123",
        "sk_live_%sabc",
        "-----BEGIN RSA PRIVATE KEY----- %s"
      })
  void hidesSecrets(String form) {
    String text = form.replace("%s", SECRET);
    String masked = masking.text(text);
    assertThat(masked).doesNotContain(SECRET).contains("<secret>");
    assertThat(masking.text(masked)).isEqualTo(masked);
  }

  @ParameterizedTest
  @CsvSource({
    "order of jane.doe+shop@example.co.uk failed, jane.doe",
    "peer 203.0.113.77:443 reset, 203.0.113.77",
    "from 10.1.2.3 to x, 10.1.2.3",
    "peer [2001:db8::8a2e:370:7334]:443, 2001:db8",
    "peer fe80:0:0:0:1:2:3:4 gone, fe80"
  })
  void hidesAddressesOfPeopleAndMachines(String text, String personal) {
    String masked = masking.text(text);
    assertThat(masked).doesNotContain(personal).containsPattern("<(email|ip):[0-9a-f]{10}>");
    assertThat(masking.text(masked)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p99 rose to 1.2 s at 12:34:56 on pod-7f9c",
        "listening on 127.0.0.1:8080 and [::1]:8080",
        "deployed v2.3.1.4 of checkout-api, commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "token bucket empty, 3 tokens left: tokens=3",
        "basic authentication of std::string failed",
        "checkout-api us-east-1 v2.3.1 INC-2026-0001"
      })
  void leavesWhatHidesNothing(String text) {
    assertThat(masking.text(text)).isEqualTo(text);
  }

  @Test
  void theSameAddressHasTheSameNameAndOthersHaveOthers() {
    assertThat(masking.text("10.0.0.1 10.0.0.2 10.0.0.1").split(" "))
        .satisfies(names -> {
          assertThat(names[0]).isEqualTo(names[2]).isNotEqualTo(names[1]);
        });
    Masking elsewhere =
        Masking.standard(() -> "another key of another home".getBytes(StandardCharsets.UTF_8));
    assertThat(elsewhere.text("10.0.0.1")).isNotEqualTo(masking.text("10.0.0.1"));
    assertThat(masking.version("1.2.3.4")).isEqualTo("1.2.3.4");
  }

  @Test
  void aSettingWhoseNameIsThatOfASecretHidesItsValueButNoSwitch() {
    Change changed = change("db_password", SECRET, "old" + SECRET);
    assertThat(masking.change(changed).toString()).doesNotContain(SECRET);
    Change flag = change("token_refresh", "on", "off");
    assertThat(masking.change(flag)).isEqualTo(flag);
  }

  private static Change change(String setting, String now, String before) {
    return new Change(
        Instant.EPOCH, Change.Kind.CONFIG, "s", "r", now, before, "as usual", setting);
  }

  @Test
  void jsonStaysJson() {
    MaskedJson json = new MaskedJson(masking);
    String alert =
        "{\"labels\":{\"token\":\"%s\",\"pod\":\"10.0.0.1\",\"n\":[1,\"password=%s\"]},\"ok\":true}"
            .replace("%s", SECRET);
    assertThat(json.of(alert))
        .doesNotContain(SECRET)
        .doesNotContain("10.0.0.1")
        .contains("\"token\":\"<secret>\"", "\"ok\":true", "[1,\"password=<secret>\"]");
    assertThat(json.of("{\"a\":1}")).isEqualTo("{\"a\":1}");
    assertThat(json.of("not json password=" + SECRET)).doesNotContain(SECRET);
  }

  /** Whatever stands around it, a secret in a known form does not come through. */
  @Test
  void hidesSecretsBetweenAnything() {
    long seed = 20261123;
    Random random = new Random(seed);
    List<String> forms =
        List.of(
            "password=%s",
            "AKIA%s", "Bearer %s", "https://u:%s@h", "\"secret\":\"%s\"", "api-key: %s");
    for (int i = 0; i < 3_000; i++) {
      String secret = key(random);
      String form = forms.get(random.nextInt(forms.size())).replace("%s", secret);
      String text = noise(random) + " " + form + " " + noise(random);
      assertThat(masking.text(text))
          .as("seed %d, round %d: %s", seed, i, text)
          .doesNotContain(secret);
    }
  }

  /** Masking again changes nothing, and nothing makes it fail. */
  @Test
  void isDoneOnceForAll() {
    long seed = 7;
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      String text = noise(random);
      String masked = masking.text(text);
      assertThat(masking.text(masked)).as("seed %d, round %d: %s", seed, i, text).isEqualTo(masked);
    }
  }

  private static String key(Random random) {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      key.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".charAt(random.nextInt(36)));
    }
    return key.toString();
  }

  private static String noise(Random random) {
    String[] parts = {
      "password",
      "=",
      ":",
      "\"",
      "'",
      " ",
      "@",
      "://",
      "10.0.0.1",
      "::",
      ".",
      "token",
      "<secret>",
      "<ip:0123456789>",
      "a@b.de",
      "-----BEGIN PRIVATE KEY-----",
      "eyJ",
      "\\",
      "{",
      "}",
      ",",
      "é",
      "\uD83D\uDE00",
      "$1",
      "cookie",
      "secret",
      "Bearer",
      "7",
      "x"
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }

  @Test
  void onesOwnPatternsHideToo() {
    Masking own =
        read(
            """
            mask:
              off: [ip]
              patterns:
                customer: 'cust-(\\d{6})'
            """);
    assertThat(own.text("order of cust-123456 from 10.0.0.1"))
        .matches("order of cust-<customer:[0-9a-f]{10}> from 10\\.0\\.0\\.1");
  }

  @Test
  void aPatternThatTakesForEverHidesTheWholeText() {
    Masking slow = read("mask: {patterns: {slow: '((a+)+)\\1b'}}");
    assertThat(slow.text("a".repeat(60) + "c"))
        .isEqualTo("<masked: the pattern slow took too long>");
  }

  @Test
  void saysWhatIsWrongInTheFile() {
    assertThatThrownBy(() -> read("mask: {off: [mail]}"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("mask.off: expected some of private_key");
    assertThatThrownBy(() -> read("mask: {patterns: {x: '('}}"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("regular expression");
    assertThatThrownBy(() -> read("mask: {patterns: {x: 'a*'}}"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("does not match nothing");
    assertThatThrownBy(() -> read("mask: {pattern: {}}"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("did you mean patterns?");
  }

  @Test
  void theKeyIsMadeOnceAndForItsOwner() throws Exception {
    Masking first = MaskingYaml.found(home);
    assertThat(home.resolve(MaskKey.FILE)).doesNotExist();
    String name = first.text("10.0.0.1");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve(MaskKey.FILE))))
        .isEqualTo("rw-------");
    assertThat(MaskingYaml.found(home).text("10.0.0.1")).isEqualTo(name);
    try (var files = Files.list(home)) {
      assertThat(files).hasSize(1);
    }
  }
}
