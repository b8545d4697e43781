package dev.aegis.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.serve.Certificate;
import dev.aegis.notice.Topic;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail goes out inside of TLS, and to nobody whose certificate is not believed. */
class StartTlsTest {
  @TempDir private Path directory;

  private MailSender sender(StartTlsServer server, @Nullable SSLSocketFactory trusting) {
    String further =
        "url: 'smtp://127.0.0.1:%d', from: aegis@example.com, to: [oncall@example.com],"
                .formatted(server.port())
            + " account: aegis, secret_file: secret";
    return new MailSender(Sample.channel(directory, "email", further).connection(), trusting);
  }

  @Test
  void passwordAndLetterGoInsideOfTls() throws Exception {
    Certificate certificate = new Certificate(directory);
    try (StartTlsServer server = new StartTlsServer(certificate.context());
        MailSender sender = sender(server, certificate.trusting().getSocketFactory())) {
      assertThat(sender.send(Sample.notice(Topic.OPENED), Optional.empty(), Sample.NOW))
          .isEqualTo(new Outcome.Taken());

      assertThat(server.plain()).hasSize(2).last().isEqualTo("STARTTLS");
      assertThat(server.secret())
          .anyMatch(line -> line.startsWith("AUTH PLAIN"))
          .anyMatch(line -> line.startsWith("Subject: [INC-2026-0001]"))
          .contains(".");
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForGetsNeitherPasswordNorLetter() throws Exception {
    Certificate certificate = new Certificate(directory);
    try (StartTlsServer server = new StartTlsServer(certificate.context());
        MailSender sender = sender(server, null)) {
      assertThat(sender.send(Sample.notice(Topic.OPENED), Optional.empty(), Sample.NOW))
          .isInstanceOf(Outcome.Later.class);

      assertThat(server.plain()).hasSize(2).last().isEqualTo("STARTTLS");
      assertThat(server.secret()).isEmpty();
    }
  }
}
