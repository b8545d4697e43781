package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * An identity provider on this machine that signs real tokens, lets in whoever asks as one person,
 * and lies where it is told to.
 */
final class LocalProvider implements AutoCloseable {
  static final String CLIENT = "aegis";
  static final String SECRET = "a-long-secret";

  /** What it lies about. */
  enum Lie {
    NONE,
    ISSUER,
    AUDIENCE,
    AUTHORIZED_PARTY,
    NONCE,
    NO_NONCE,
    EXPIRED,
    NOT_YET,
    ISSUED_LATER,
    NO_SIGNATURE,
    PUBLIC_KEY_AS_SECRET,
    UNKNOWN_KEY,
    KEY_OF_ANOTHER,
    CHANGED_AFTER_SIGNING,
    NO_TOKEN,
    TOO_LONG,
    REDIRECTED
  }

  private final HttpServer server;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final AtomicInteger redirected = new AtomicInteger();
  private volatile RSAKey key = newKey();
  volatile Lie lie = Lie.NONE;
  volatile String subject = "u-1";
  volatile String name = "bea";
  volatile List<String> groups = List.of("sre");
  volatile String jwks = "/jwks";
  volatile String end = "/end";
  private volatile Map<String, String> ended = Map.of();

  LocalProvider() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/.well-known/openid-configuration", e -> json(e, 200, discovery()));
    server.createContext("/jwks", e -> json(e, 200, new JWKSet(key.toPublicJWK()).toString()));
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.createContext(
        "/elsewhere",
        e -> {
          redirected.incrementAndGet();
          json(e, 200, "{}");
        });
    server.createContext("/end", this::end);
    server.start();
  }

  private static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signs with a new key from now on. */
  void rotate() {
    key = newKey();
  }

  /** How often a redirection of its was followed. */
  int redirected() {
    return redirected.get();
  }

  URI issuer() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private String discovery() {
    return """
    {"issuer":"I","authorization_endpoint":"I/authorize","token_endpoint":"I/token",
     "jwks_uri":"IJ","end_session_endpoint":"IE","response_types_supported":["code"],
     "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}
    """
        .replace("IE", end.startsWith("/") ? issuer() + end : end)
        .replace("IJ", jwks.startsWith("/") ? issuer() + jwks : jwks)
        .replaceAll("\"I(?=[\"/])", "\"" + issuer());
  }

  private static Map<String, String> form(String text) {
    return Arrays.stream(text.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(p -> p[0], p -> URLDecoder.decode(p[1], UTF_8), (a, _) -> a));
  }

  /** Whoever comes here has said who they are already. */
  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state"));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> given = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    String basic =
        "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(UTF_8));
    Map<String, String> asked = codes.getOrDefault(given.getOrDefault("code", ""), Map.of());
    codes.remove(given.getOrDefault("code", ""));
    boolean right =
        basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))
            && asked.getOrDefault("redirect_uri", "-").equals(given.get("redirect_uri"))
            && asked
                .getOrDefault("code_challenge", "-")
                .equals(challenge(given.getOrDefault("code_verifier", "")));
    if (!right) {
      json(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    if (lie == Lie.REDIRECTED) {
      exchange.getResponseHeaders().set("Location", issuer() + "/elsewhere");
      exchange.sendResponseHeaders(307, -1);
      exchange.close();
      return;
    }
    String token =
        lie == Lie.NO_TOKEN
            ? ""
            : ",\"id_token\":\"" + signed(asked.getOrDefault("nonce", "")) + '"';
    String long_ = lie == Lie.TOO_LONG ? ",\"x\":\"" + "x".repeat(1 << 20) + '"' : "";
    json(exchange, 200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\"" + token + long_ + "}");
  }

  /** Ends a session and sends the browser back, as RP-Initiated Logout 1.0 has it. */
  private void end(HttpExchange exchange) throws IOException {
    ended = form(exchange.getRequestURI().getRawQuery());
    exchange.getResponseHeaders().set("Location", ended.get("post_logout_redirect_uri"));
    exchange.sendResponseHeaders(303, -1);
    exchange.close();
  }

  /** What the last one who left here brought. */
  Map<String, String> ended() {
    return ended;
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String signed(String nonce) {
    Instant now = Instant.now();
    Instant issued = lie == Lie.ISSUED_LATER ? now.plus(Duration.ofHours(1)) : now;
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(lie == Lie.ISSUER ? "http://127.0.0.1:1" : issuer().toString())
            .subject(subject)
            .audience(lie == Lie.AUDIENCE ? "another" : CLIENT)
            .issueTime(Date.from(issued))
            .expirationTime(
                Date.from(lie == Lie.EXPIRED ? now.minusSeconds(90) : now.plusSeconds(300)))
            .claim("preferred_username", name)
            .claim("groups", groups);
    if (lie == Lie.NOT_YET) {
      claims.notBeforeTime(Date.from(now.plus(Duration.ofMinutes(5))));
    }
    if (lie == Lie.AUTHORIZED_PARTY) {
      claims.audience(List.of(CLIENT, "another")).claim("azp", "another");
    }
    if (lie != Lie.NO_NONCE) {
      claims.claim("nonce", lie == Lie.NONCE ? "of-another-login" : nonce);
    }
    try {
      return token(claims.build()).serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private JWT token(JWTClaimsSet claims) throws JOSEException {
    if (lie == Lie.NO_SIGNATURE) {
      return new PlainJWT(claims);
    }
    if (lie == Lie.PUBLIC_KEY_AS_SECRET) {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims);
      token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
      return token;
    }
    RSAKey with = lie == Lie.UNKNOWN_KEY || lie == Lie.KEY_OF_ANOTHER ? newKey() : key;
    String named = lie == Lie.KEY_OF_ANOTHER ? key.getKeyID() : with.getKeyID();
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(named).build(), claims);
    token.sign(new RSASSASigner(with));
    return lie == Lie.CHANGED_AFTER_SIGNING ? changed(token, claims) : token;
  }

  private static SignedJWT changed(SignedJWT token, JWTClaimsSet claims) {
    try {
      JWTClaimsSet more = new JWTClaimsSet.Builder(claims).claim("groups", "admins").build();
      return new SignedJWT(
          token.getHeader().toBase64URL(), more.toPayload().toBase64URL(), token.getSignature());
    } catch (java.text.ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void json(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
