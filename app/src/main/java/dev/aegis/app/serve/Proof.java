package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a request proves who sent it. Every comparison takes the same time, right or wrong. */
sealed interface Proof {
  /** Whether this request, which comes now, has the proof. */
  boolean given(Incoming request, Instant now);

  /** As the header of a request that Aegis itself makes; empty where there is none. */
  default String authorization() {
    return "";
  }

  /** In the words of the list of sources. */
  String words();

  /** Nothing is asked: whoever reaches the port on this machine. */
  record Open() implements Proof {
    @Override
    public boolean given(Incoming request, Instant now) {
      return true;
    }

    @Override
    public String words() {
      return "open to this machine";
    }
  }

  /** A token in the header {@code Authorization}. */
  record Bearer(String token) implements Proof {
    @Override
    public boolean given(Incoming request, Instant now) {
      return same(request.header("Authorization"), "Bearer " + token)
          || same(request.header("Authorization"), "Token token=" + token);
    }

    @Override
    public String authorization() {
      return "Bearer " + token;
    }

    @Override
    public String words() {
      return "with a bearer token";
    }

    @Override
    public String toString() {
      return "Bearer";
    }
  }

  /** A name and a password in the header {@code Authorization}. */
  record Basic(String user, String password) implements Proof {
    @Override
    public boolean given(Incoming request, Instant now) {
      return same(request.header("Authorization"), authorization());
    }

    @Override
    public String authorization() {
      String pair = user + ":" + password;
      return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    @Override
    public String words() {
      return "with a name and a password";
    }

    @Override
    public String toString() {
      return "Basic";
    }
  }

  /**
   * The HMAC-SHA256 of the raw body in hex, in the header of GitHub, PagerDuty (any of several,
   * while a key is replaced), Grafana or Aegis itself. Where Grafana is told to send a time, that
   * and a colon stand before the body in what is signed; it has to be near, so that a message which
   * somebody caught cannot be sent again later.
   */
  record Hmac(String key) implements Proof {
    private static final List<String> HEADERS =
        List.of("X-Hub-Signature-256", "X-PagerDuty-Signature", "X-Aegis-Signature");
    private static final String GRAFANA = "X-Grafana-Alerting-Signature";
    private static final String GRAFANA_TIME = "X-Grafana-Alerting-Timestamp";
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    /** How far its time may be from ours. */
    private static final Duration NEAR = Duration.ofMinutes(5);

    @Override
    public boolean given(Incoming request, Instant now) {
      String right = HexFormat.of().formatHex(hmac(key, request.body()));
      boolean given = grafana(request, now);
      for (String header : HEADERS) {
        for (String part : Stream.of(request.header(header).split(",", -1)).limit(10).toList()) {
          given |= same(part.strip().replaceFirst("^(sha256|v1)=", ""), right);
        }
      }
      return given;
    }

    private boolean grafana(Incoming request, Instant now) {
      String time = request.header(GRAFANA_TIME).strip();
      byte[] begin = (time.isEmpty() ? "" : time + ":").getBytes(UTF_8);
      byte[] signed = Arrays.copyOf(begin, begin.length + request.body().length);
      System.arraycopy(request.body(), 0, signed, begin.length, request.body().length);
      String right = HexFormat.of().formatHex(hmac(key, signed));
      boolean same = same(request.header(GRAFANA).strip().replaceFirst("^sha256=", ""), right);
      return same && (time.isEmpty() || near(time, now));
    }

    private static boolean near(String seconds, Instant now) {
      return SECONDS.matcher(seconds).matches()
          && Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), now)
                  .abs()
                  .compareTo(NEAR)
              <= 0;
    }

    @Override
    public String words() {
      return "signed with HMAC-SHA256";
    }

    @Override
    public String toString() {
      return "Hmac";
    }
  }

  /** The HMAC-SHA256 of a message. */
  static byte[] hmac(String key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  /** Compares digests, so that neither content nor length can be felt out by time. */
  private static boolean same(String given, String right) {
    return MessageDigest.isEqual(digest(given), digest(right));
  }

  private static byte[] digest(String text) {
    return hmac("compare", text.getBytes(UTF_8));
  }
}
