package dev.aegis.app.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.notice.Notice;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A <a href="https://cloudevents.io">CloudEvent 1.0</a> in structured JSON, signed as <a
 * href="https://www.standardwebhooks.com">Standard Webhooks</a> say: HMAC-SHA256 over id, time in
 * seconds and body, with points between them, in Base64. The id is that of the notice, and the same
 * when it is sent again.
 */
record SignedEvent(Connection to) implements Form {
  @Override
  public Post post(Notice notice, Optional<URI> page, Instant now) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("specversion", "1.0");
    event.put("id", notice.key());
    event.put("source", "/aegis");
    event.put("type", "dev.aegis.incident." + notice.topic().wire());
    event.put("subject", notice.about());
    event.put("time", notice.at().toString());
    event.put("datacontenttype", "application/json");
    ObjectNode data = event.putObject("data");
    data.put("incident", notice.about());
    data.put("topic", notice.topic().wire());
    data.put("pages", notice.topic().pages());
    data.put("severity", notice.severity() == null ? "" : notice.severity().name());
    data.put("service", notice.service());
    data.put("region", notice.region());
    data.put("headline", notice.headline());
    data.put("detail", notice.detail());
    data.put("plan", notice.planHash());
    data.put("page", page.map(URI::toString).orElse(""));
    byte[] body = event.toString().getBytes(UTF_8);
    String id = notice.key();
    String time = Long.toString(now.getEpochSecond());
    return new Post(
        to.url(),
        Map.of(
            "Content-Type",
            "application/cloudevents+json; charset=utf-8",
            "webhook-id",
            id,
            "webhook-timestamp",
            time,
            "webhook-signature",
            "v1," + signature(to.secret(), id, time, body)),
        body);
  }

  /** What stands behind {@code v1,}. */
  static String signature(String secret, String id, String time, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
      mac.update((id + "." + time + ".").getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  /** A secret of that standard is Base64 behind {@code whsec_}; any other is taken as it is. */
  private static byte[] key(String secret) {
    String prefix = "whsec_";
    if (secret.startsWith(prefix)) {
      try {
        return Base64.getDecoder().decode(secret.substring(prefix.length()));
      } catch (IllegalArgumentException e) {
        return secret.getBytes(UTF_8);
      }
    }
    return secret.getBytes(UTF_8);
  }
}
