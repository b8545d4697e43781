package dev.aegis.app.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.scrape.BoundedHttp;
import dev.aegis.app.scrape.FetchException;
import dev.aegis.app.scrape.Outbound;
import dev.aegis.notice.Notice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends by HTTP. A whole answer has ten seconds and 64 KiB, redirections are not followed, and no
 * address is asked that {@link Outbound} refuses. What is wrong is told without the address: its
 * path can be a secret.
 */
final class HttpSender implements Sender {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int MOST = 64 << 10;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final JsonMapper JSON = new JsonMapper();

  private final Channel channel;
  private final Form form;
  private final BoundedHttp http = new BoundedHttp(TIME_LIMIT, "", null);

  HttpSender(Channel channel) {
    this.channel = channel;
    this.form = Form.of(channel);
  }

  @Override
  public Outcome send(Notice notice, Optional<URI> page, Instant now) throws InterruptedException {
    Post post = form.post(notice, page, now);
    try {
      return outcome(http.post(post.url(), post.headers(), post.body(), MOST), now);
    } catch (FetchException e) {
      return new Outcome.Later(words(e.reason()), Duration.ZERO);
    }
  }

  private static String words(FetchException.Reason reason) {
    return switch (reason) {
      case UNREACHABLE -> "nobody answers there";
      case TIMED_OUT -> "no answer within " + TIME_LIMIT.toSeconds() + " s";
      case BAD_STATUS, UNREADABLE -> "an answer that cannot be read";
      case TOO_LARGE -> "an answer of more than " + MOST + " bytes";
      case UNTRUSTED -> "its certificate is not trusted";
      case NOT_LOOPBACK, LINK_LOCAL -> "its address is one that is never asked";
    };
  }

  /** Wrong credentials and a wrong address can be mended meanwhile; a wrong message cannot. */
  static Outcome outcome(BoundedHttp.Reply reply, Instant now) {
    int status = reply.status();
    String answered = "it answered " + status;
    if (status / 100 == 2) {
      return new Outcome.Taken();
    }
    return switch (status) {
      case 408, 425, 429 -> new Outcome.Later(answered, wait(reply, now));
      case 401, 403, 404, 407, 410 ->
          new Outcome.Later(answered + "; look at its url and secret", Duration.ZERO);
      default ->
          status / 100 == 4
              ? new Outcome.Refused(answered)
              : new Outcome.Later(answered, wait(reply, now));
    };
  }

  private static Duration wait(BoundedHttp.Reply reply, Instant now) {
    Duration asked = header(reply.retryAfter().strip(), now);
    Duration wait = asked.isZero() ? body(reply.body()) : asked;
    return wait.compareTo(LONGEST_WAIT) > 0
        ? LONGEST_WAIT
        : wait.isNegative() ? Duration.ZERO : wait;
  }

  private static Duration header(String value, Instant now) {
    if (value.matches("[0-9]{1,9}(\\.[0-9]{1,3})?")) {
      return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1_000));
    }
    try {
      return value.isEmpty()
          ? Duration.ZERO
          : Duration.between(
              now,
              ZonedDateTime.parse(
                      value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                  .toInstant());
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  /** Discord and Telegram say it in the body, too. */
  private static Duration body(byte[] body) {
    try {
      JsonNode answer = JSON.readTree(new String(body, UTF_8));
      double seconds =
          Math.max(
              answer.path("retry_after").asDouble(0),
              answer.path("parameters").path("retry_after").asDouble(0));
      return Duration.ofMillis(
          Math.round(Math.min(seconds, (double) LONGEST_WAIT.toSeconds()) * 1_000));
    } catch (JacksonException e) {
      return Duration.ZERO;
    }
  }

  /** Looks whether the other side can be connected; asks it nothing. */
  @Override
  public Optional<String> check() {
    return check(channel.connection().url());
  }

  /** Why an address could not be asked now; empty where it can be connected. */
  static Optional<String> check(URI url) {
    Optional<String> refused =
        Outbound.whyNot(url).map(_ -> words(FetchException.Reason.LINK_LOCAL));
    if (refused.isPresent()) {
      return refused;
    }
    try (Socket socket = new Socket()) {
      boolean plain = "http".equals(url.getScheme());
      int port = url.getPort() > 0 ? url.getPort() : plain ? HTTP : HTTPS;
      socket.connect(
          new InetSocketAddress(url.getHost().replaceAll("[\\[\\]]", ""), port),
          (int) TIME_LIMIT.toMillis());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("nobody can be connected there");
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
