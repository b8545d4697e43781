package dev.aegis.app.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.intake.IntakeException;
import dev.aegis.notice.Topic;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesYamlTest {
  private static final String HOOK = "kind: webhook, url: 'https://h/', secret_file: secret";

  @TempDir private Path directory;

  @Test
  void everyKeyAndDefaultIsPinned() {
    assertThat(MessagesYaml.KEYS).containsExactly("channels", "beat");
    assertThat(MessagesYaml.BEAT).containsExactly("url", "url_env", "url_file", "every");
    assertThat(ChannelYaml.KEYS)
        .containsExactly(
            "name",
            "kind",
            "tells",
            "severity",
            "services",
            "per_minute",
            "url",
            "url_env",
            "url_file",
            "secret_env",
            "secret_file",
            "account",
            "from",
            "to",
            "answers");
    assertThat(ChannelYaml.ANSWERS).containsExactly("secret_env", "secret_file", "people");
    assertThat(MessagesYaml.DEFAULT_EVERY).isEqualTo(Duration.ofMinutes(1));
    assertThat(ChannelYaml.DEFAULT_PER_MINUTE).isEqualTo(20);
    assertThat(ChannelKind.words())
        .containsExactly(
            "pagerduty",
            "opsgenie",
            "webhook",
            "slack",
            "discord",
            "telegram",
            "whatsapp",
            "teams",
            "email");
    assertThat(Sample.read(directory, "{}\n")).isEqualTo(Messages.NONE);
    assertThat(
            Sample.read(directory, "messages: {beat: {url: 'https://hc.example/ping/1'}}\n").beat())
        .isEqualTo(new Beat(URI.create("https://hc.example/ping/1"), Duration.ofMinutes(1)));
  }

  @Test
  void aPagerIsToldWhatWakesSomebodyAndWhatBecomesOfIt() {
    Channel pager = Sample.channel(directory, "pagerduty", "secret_file: secret");
    assertThat(pager.connection().url())
        .isEqualTo(URI.create("https://events.pagerduty.com/v2/enqueue"));
    for (Topic topic : Topic.values()) {
      boolean told =
          topic.pages() || topic.settles() || topic == Topic.ANSWERED || topic == Topic.TEST;
      assertThat(pager.wants(Sample.notice(topic))).as(topic.wire()).isEqualTo(told);
    }
  }

  @Test
  void aChannelHearsOfItsServicesFromItsSeverityOn() {
    String url = "url: 'https://h/', secret_file: secret, ";
    assertThat(Sample.channel(directory, "webhook", url + "severity: SEV2").wants(sev1())).isTrue();
    assertThat(Sample.channel(directory, "webhook", url + "services: [other]").wants(sev1()))
        .isFalse();
    assertThat(Sample.channel(directory, "webhook", url + "tells: [pages]").wants(sev1()))
        .isFalse();
    assertThat(Sample.channel(directory, "webhook", url + "tells: [opened]").wants(sev1()))
        .isTrue();
  }

  private static dev.aegis.notice.Notice sev1() {
    return Sample.notice(Topic.OPENED);
  }

  @Test
  void noSecretIsEverPrinted() {
    Channel signed =
        Sample.channel(directory, "webhook", "url: 'https://h/path', secret_file: secret");
    Channel hidden =
        Sample.hidden(
            directory,
            "slack",
            "https://h/token",
            ", answers: {secret_file: secret, people: {U1: anna}}");
    assertThat(signed + "" + hidden + hidden.words()).doesNotContain(Sample.SECRET, "token");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    assertThatThrownBy(() ->
            Sample.read(
                directory,
                "messages: {channels: [{name: A, kind: pigeon}, {name: b, kind: slack, url:"
                    + " 'https://s/'}, {name: c, "
                    + HOOK
                    + ", per_minute: 0, severity: SEV9}], beat: {url: 'http://far/'}}\n"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("one of pagerduty, opsgenie")
        .hasMessageContaining("a to z, digits")
        .hasMessageContaining("give its url_env or url_file")
        .hasMessageContaining("1 to 600")
        .hasMessageContaining("SEV1 to SEV4")
        .hasMessageContaining("an address with https, or of this machine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: webhook, url: 'http://h/', secret_file: secret|an address with https",
        "kind: webhook, url: 'https://u:p@h/', secret_file: secret|an address with https",
        "kind: webhook, url: 'file:///etc/passwd', secret_file: secret|an address with https",
        "kind: webhook, url: 'https://h/'|either secret_env or secret_file",
        "kind: webhook, url: 'https://h/', secret_env: NO_SUCH_VARIABLE|8 characters or more",
        "kind: telegram, secret_file: secret|a list of one",
        "kind: whatsapp, secret_file: secret, account: x, from: '+155501', to: ['+155502']|SID",
        "kind: email, url: 'http://mail/', from: a@b, to: [c@d]|smtp://mail.example.com:587",
        "kind: email, url: 'smtp://mail', from: \"a@b\\nBcc: x\", to: [c@d]|an address such as",
        "kind: webhook, url: 'https://h/', secret_file: secret, tells: [lunch]|pages, or of",
        "kind: discord, url_file: none|a file that can be read",
        "kind: webhook, url: 'https://h/', secret_file: secret, answers: {}|only slack and"
            + " telegram",
      })
  void whatBreaksItsFormIsToldWithWhatToWrite(String fields, String expected) {
    assertThatThrownBy(
            () -> Sample.read(directory, "messages: {channels: [{name: it, " + fields + "}]}\n"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining(expected);
  }
}
