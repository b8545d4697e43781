package dev.aegis.app.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.scrape.Outbound;
import dev.aegis.notice.Notice;
import dev.aegis.room.Digest;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Sends by SMTP: with TLS from the start ({@code smtps}) or from STARTTLS on, which only a server
 * of this machine may lack. A message is plain text, has the same {@code Message-ID} when it is
 * sent again, and stands in one thread with the others of its incident.
 */
final class MailSender implements Sender {
  private static final String TIME_LIMIT_MILLIS = "10000";
  private static final int REPLY_PERMANENT = 5;

  private final Connection to;
  private final @Nullable SSLSocketFactory trusting;

  MailSender(Connection to) {
    this(to, null);
  }

  /**
   * @param trusting decides which certificates are believed; {@code null} for those that the JDK
   *     believes
   */
  MailSender(Connection to, @Nullable SSLSocketFactory trusting) {
    this.to = to;
    this.trusting = trusting;
  }

  @Override
  public Outcome send(Notice notice, Optional<URI> page, Instant now) {
    Optional<String> refused = refused();
    if (refused.isPresent()) {
      return new Outcome.Later(refused.get(), Duration.ZERO);
    }
    Session session = session();
    try (Transport transport = session.getTransport()) {
      connect(transport);
      Letter letter = letter(session, notice, page, now);
      transport.sendMessage(letter, letter.getAllRecipients());
      return new Outcome.Taken();
    } catch (AuthenticationFailedException e) {
      return new Outcome.Later("it refused user and password", Duration.ZERO);
    } catch (MessagingException e) {
      return failed(e);
    }
  }

  private void connect(Transport transport) throws MessagingException {
    if (to.account().isEmpty()) {
      transport.connect();
    } else {
      transport.connect(to.account(), to.secret());
    }
  }

  private static Outcome failed(MessagingException failure) {
    for (Exception e = failure;
        e != null;
        e = e instanceof MessagingException m ? m.getNextException() : null) {
      int code =
          switch (e) {
            case SMTPSendFailedException send -> send.getReturnCode();
            case SMTPAddressFailedException address -> address.getReturnCode();
            default -> 0;
          };
      if (code / 100 == REPLY_PERMANENT) {
        return new Outcome.Refused("it answered " + code);
      }
      if (code > 0) {
        return new Outcome.Later("it answered " + code, Duration.ZERO);
      }
    }
    return new Outcome.Later("the mail server cannot be reached, or broke off", Duration.ZERO);
  }

  private Optional<String> refused() {
    return Outbound.whyNot(to.url()).map(_ -> "its address is one that is never asked");
  }

  private Session session() {
    String protocol = to.url().getScheme();
    String prefix = "mail." + protocol + ".";
    Properties all = new Properties();
    all.put("mail.transport.protocol", protocol);
    all.put(prefix + "host", to.url().getHost().replaceAll("[\\[\\]]", ""));
    all.put(prefix + "port", Integer.toString(to.url().getPort()));
    all.put(prefix + "connectiontimeout", TIME_LIMIT_MILLIS);
    all.put(prefix + "timeout", TIME_LIMIT_MILLIS);
    all.put(prefix + "writetimeout", TIME_LIMIT_MILLIS);
    all.put(prefix + "auth", Boolean.toString(!to.account().isEmpty()));
    all.put(prefix + "starttls.enable", "true");
    all.put(prefix + "starttls.required", Boolean.toString(!MessagesYaml.isLoopback(to.url())));
    all.put(prefix + "ssl.checkserveridentity", "true");
    if (trusting != null) {
      all.put(prefix + "ssl.socketFactory", trusting);
    }
    return Session.getInstance(all);
  }

  private Letter letter(Session session, Notice notice, Optional<URI> page, Instant now)
      throws MessagingException {
    Letter letter = new Letter(session, id(notice.key()));
    letter.setFrom(new InternetAddress(to.from(), true));
    for (String each : to.to()) {
      letter.addRecipient(Message.RecipientType.TO, new InternetAddress(each, true));
    }
    String subject = "[" + notice.about() + "] " + notice.headline();
    letter.setSubject(CleanText.line(subject, 2 * Notice.LONGEST_HEADLINE), UTF_8.name());
    String thread = id(notice.about());
    letter.setHeader("In-Reply-To", thread);
    letter.setHeader("References", thread);
    letter.setHeader("Auto-Submitted", "auto-generated");
    letter.setSentDate(Date.from(now));
    List<String> lines =
        List.of(
            notice.headline(),
            notice.detail(),
            page.map(URI::toString).orElse(""),
            notice.about() + ", " + notice.at());
    letter.setText(
        String.join("\n\n", lines.stream().filter(line -> !line.isEmpty()).toList()) + "\n",
        UTF_8.name());
    letter.saveChanges();
    return letter;
  }

  private String id(String key) {
    String domain = to.from().substring(to.from().indexOf('@') + 1);
    return "<" + Digest.of(List.of(key)).substring(0, 32) + "@" + domain + ">";
  }

  /** A message whose id is that of its notice. */
  private static final class Letter extends MimeMessage {
    private final String id;

    Letter(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }

  /** Connects, with TLS and password, and sends nothing. */
  @Override
  public Optional<String> check() {
    Optional<String> refused = refused();
    if (refused.isPresent()) {
      return refused;
    }
    try (Transport transport = session().getTransport()) {
      connect(transport);
      return Optional.empty();
    } catch (AuthenticationFailedException e) {
      return Optional.of("it refused user and password");
    } catch (MessagingException e) {
      return Optional.of("the mail server cannot be reached, or lacks STARTTLS");
    }
  }

  @Override
  public void close() {
    // A connection lives as long as one message.
  }
}
