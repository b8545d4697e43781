package dev.aegis.app.band;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.band.wire.WireJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Who may speak with Aegis over Band's protocol, and the digest of the secret that proves it. A
 * secret has 256 random bits, so one round of SHA-256 hides it as well as many.
 *
 * @param mark the part of the key by which it is found; no secret
 * @param digest SHA-256 of the whole key, in hexadecimal digits
 */
record Key(Party party, String mark, String digest) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
  private static final Pattern FORM = Pattern.compile("band_[au]_([0-9a-f]{12})_[A-Za-z0-9_-]{43}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Set<String> TAKEN = Set.of("operator", "human", "aegis", "owner", "me");
  private static final int MARK_BYTES = 6;
  private static final int SECRET_BYTES = 32;

  /** A key, and the text of it that is shown once. */
  record Made(Key key, String text) {}

  /** A new key for somebody. */
  static Made make(
      PartyType type, String name, String description, Instant now, SecureRandom random) {
    byte[] mark = new byte[MARK_BYTES];
    byte[] secret = new byte[SECRET_BYTES];
    byte[] id = new byte[16];
    random.nextBytes(mark);
    random.nextBytes(secret);
    random.nextBytes(id);
    String marked = HexFormat.of().formatHex(mark);
    String text =
        (type == PartyType.AGENT ? "band_a_" : "band_u_")
            + marked
            + "_"
            + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Party party = party(version4(id), type, name, description, now);
    return new Made(new Key(party, marked, digestOf(text)), text);
  }

  private static UUID version4(byte[] random) {
    random[6] = (byte) ((random[6] & 0x0f) | 0x40);
    random[8] = (byte) ((random[8] & 0x3f) | 0x80);
    java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(random);
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  private static Party party(
      UUID id, PartyType type, String name, String description, Instant since) {
    String handle = type == PartyType.AGENT ? Crew.HOUSE + "/" + name : name;
    return new Party(id, type, name, handle, description, true, since);
  }

  /** Whether somebody outside may be called so. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches() && !TAKEN.contains(name) && !Crew.names().contains(name);
  }

  /** The part of a text by which its key would be found; empty where it has not the form of one. */
  static Optional<String> markOf(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
  }

  /** Whether a text is this key; takes the same time, right or wrong. */
  boolean isProvedBy(String text) {
    return MessageDigest.isEqual(digestOf(text).getBytes(UTF_8), digest.getBytes(UTF_8));
  }

  private static String digestOf(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** As a line of the file of keys. */
  String line() {
    return WireJson.object()
        .put("type", party.type().wire())
        .put("name", party.name())
        .put("id", party.id().toString())
        .put("since", party.since().toString())
        .put("mark", mark)
        .put("sha256", digest)
        .put("description", party.description())
        .toString();
  }

  /** A key from its line; empty where it is none. */
  static Optional<Key> read(String line) {
    try {
      JsonNode json = WireJson.parse(line).orElseThrow(IllegalArgumentException::new);
      String name = WireJson.required(json, "name");
      String digest = WireJson.required(json, "sha256");
      Party party =
          party(
              WireJson.requiredId(json, "id"),
              PartyType.of(WireJson.required(json, "type")),
              name,
              Objects.requireNonNull(WireJson.required(json, "description")),
              WireJson.requiredInstant(json, "since"));
      return isName(name) && DIGEST.matcher(digest).matches()
          ? Optional.of(new Key(party, WireJson.required(json, "mark"), digest))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
