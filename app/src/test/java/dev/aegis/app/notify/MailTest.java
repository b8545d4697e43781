package dev.aegis.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.aegis.notice.Notice;
import dev.aegis.notice.Topic;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real mail server of this machine. */
class MailTest {
  private static final Optional<URI> PAGE =
      Optional.of(URI.create("https://aegis.example.com/rooms/INC-2026-0001"));

  @TempDir private Path directory;
  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    mail.setUser("oncall@example.com", "aegis", Sample.SECRET);
    mail.start();
  }

  @AfterEach
  void stop() {
    mail.stop();
  }

  private MailSender sender(String user) {
    String further =
        "url: 'smtp://127.0.0.1:%d', from: aegis@example.com, to: [oncall@example.com]"
            .formatted(mail.getSmtp().getPort());
    return new MailSender(Sample.channel(directory, "email", further + user).connection());
  }

  @Test
  void aMessageHasAnIdThatStaysAndAThreadForItsIncident() throws Exception {
    try (MailSender sender = sender("")) {
      for (Topic topic : new Topic[] {Topic.OPENED, Topic.OPENED, Topic.RESOLVED}) {
        assertThat(sender.send(Sample.notice(topic), PAGE, Sample.NOW))
            .isEqualTo(new Outcome.Taken());
      }
    }
    MimeMessage[] got = mail.getReceivedMessages();
    assertThat(got).hasSize(3);
    assertThat(got[1].getMessageID()).isEqualTo(got[0].getMessageID());
    assertThat(got[2].getMessageID()).isNotEqualTo(got[0].getMessageID());
    assertThat(got[2].getHeader("References")).isEqualTo(got[0].getHeader("References"));
    assertThat(got[0].getSubject())
        .isEqualTo("[INC-2026-0001] SEV1 checkout-api in us-east-1: opened");
    assertThat(got[0].getContentType()).startsWith("text/plain; charset=UTF-8");
    assertThat(got[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(got[0].getContent().toString()).contains("It is slow.", PAGE.get().toString());
  }

  @Test
  void wordsCannotMakeAHeader() throws Exception {
    Notice hostile =
        Sample.notice(Topic.OPENED, "x\r\nBcc: evil@example.com\r\n\r\nhello", "a\r\n.\r\nQUIT");
    try (MailSender sender = sender("")) {
      sender.send(hostile, PAGE, Sample.NOW);
    }
    MimeMessage[] got = mail.getReceivedMessages();
    assertThat(got).hasSize(1);
    assertThat(got[0].getHeader("Bcc")).isNull();
    assertThat(got[0].getAllRecipients()).hasSize(1);
    assertThat(got[0].getSubject()).isEqualTo("[INC-2026-0001] x Bcc: evil@example.com hello");
    assertThat(got[0].getContent().toString()).contains("QUIT");
  }

  @Test
  void aWrongPasswordIsSaidAndTheMessageWaits() throws Exception {
    try (MailSender right = sender(", account: aegis, secret_file: secret")) {
      assertThat(right.send(Sample.notice(Topic.OPENED), PAGE, Sample.NOW))
          .isEqualTo(new Outcome.Taken());
      assertThat(right.check()).isEmpty();
    }
    try (MailSender wrong = sender(", account: nobody, secret_file: secret")) {
      assertThat(wrong.send(Sample.notice(Topic.OPENED), PAGE, Sample.NOW))
          .isInstanceOf(Outcome.Later.class);
      assertThat(wrong.check()).contains("it refused user and password");
    }
  }

  @Test
  void aServerThatIsNotThereIsTriedAgainLater() throws Exception {
    try (MailSender sender = sender("")) {
      mail.stop();
      assertThat(sender.send(Sample.notice(Topic.OPENED), PAGE, Sample.NOW))
          .isInstanceOf(Outcome.Later.class);
      assertThat(sender.check()).isPresent();
    }
  }
}
