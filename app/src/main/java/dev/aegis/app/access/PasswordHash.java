package dev.aegis.app.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: PBKDF2 with HMAC-SHA512 (RFC 8018, section 5.2) over a salt of its
 * own.
 *
 * @param rounds how often the HMAC is taken
 * @param salt in Base64, 16 random bytes
 * @param hash in Base64, 64 bytes
 */
record PasswordHash(int rounds, String salt, String hash) {
  /** As many as OWASP's password storage cheat sheet asks for with this function. */
  static final int ROUNDS = 210_000;

  private static final int MOST_ROUNDS = 10_000_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 512;
  private static final Pattern FORM =
      Pattern.compile("pbkdf2-sha512:([0-9]{6,8}):([A-Za-z0-9+/]{22}==):([A-Za-z0-9+/]{86}==)");

  /** Of a new password. */
  static PasswordHash of(String password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    String text = Base64.getEncoder().encodeToString(salt);
    byte[] hash = derived(password, salt, ROUNDS);
    return new PasswordHash(ROUNDS, text, Base64.getEncoder().encodeToString(hash));
  }

  /** As {@link #text} wrote it; empty where it is something else, or weaker than it has to be. */
  static Optional<PasswordHash> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int rounds = Integer.parseInt(form.group(1));
    return rounds < ROUNDS || rounds > MOST_ROUNDS
        ? Optional.empty()
        : Optional.of(new PasswordHash(rounds, form.group(2), form.group(3)));
  }

  /** In one word, for the file. */
  String text() {
    return "pbkdf2-sha512:" + rounds + ":" + salt + ":" + hash;
  }

  /** Whether this is the password; takes the same time for each that is not. */
  boolean matches(String password) {
    byte[] given = derived(password, Base64.getDecoder().decode(salt), rounds);
    return MessageDigest.isEqual(given, Base64.getDecoder().decode(hash));
  }

  private static byte[] derived(String password, byte[] salt, int rounds) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no PBKDF2WithHmacSHA512", e);
    } finally {
      spec.clearPassword();
    }
  }

  @Override
  public String toString() {
    return "PasswordHash";
  }
}
