package dev.aegis.app.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.notice.Notice;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * WhatsApp by the form of <a href="https://www.twilio.com/docs/messaging/api/message-resource">
 * Twilio's messages</a>.
 */
record TwilioMessage(Connection to) implements Form {
  private static final int BODY = 1_600;

  @Override
  public Post post(Notice notice, Optional<URI> page, Instant now) {
    String form =
        "From="
            + encoded("whatsapp:" + to.from())
            + "&To="
            + encoded("whatsapp:" + to.to().getFirst())
            + "&Body="
            + encoded(PlainText.of(notice, page, "", BODY));
    String pair = to.account() + ":" + to.secret();
    return new Post(
        URI.create(to.place() + "/2010-04-01/Accounts/" + to.account() + "/Messages.json"),
        Map.of(
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8))),
        form.getBytes(UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
