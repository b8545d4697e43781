package dev.aegis.app.mask;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Names that stand for what is hidden: HMAC-SHA-256 (RFC 2104) under a key of this installation,
 * cut to 40 bits. The same text has the same name, here alone; without the key nobody finds a
 * name's text by trying all addresses. Thread-safe.
 */
final class Pseudonyms {
  private static final int BYTES = 5;

  private final Supplier<byte[]> source;
  private byte @Nullable [] key;

  /**
   * @param source of the key, asked when there is first something to hide
   */
  Pseudonyms(Supplier<byte[]> source) {
    this.source = source;
  }

  String of(String hidden) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(), "HmacSHA256"));
      byte[] digest = mac.doFinal(hidden.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private synchronized byte[] key() {
    byte[] known = key;
    if (known == null) {
      known = source.get();
      key = known;
    }
    return known;
  }
}
