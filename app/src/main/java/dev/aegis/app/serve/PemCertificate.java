package dev.aegis.app.serve;

import dev.aegis.app.intake.YamlSection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate with those that vouch for it, and its key, from files in PEM (RFC 7468); the key as
 * PKCS #8 without a password.
 */
final class PemCertificate {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final int MOST_BYTES = 1 << 20;
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  /** Of stores in memory; it hides nothing, they are never written. */
  static final String PASSWORD = "unwritten";

  private final Path chainFile;
  private final Path keyFile;
  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private PemCertificate(
      Path chainFile, Path keyFile, List<X509Certificate> chain, PrivateKey key) {
    this.chainFile = chainFile;
    this.keyFile = keyFile;
    this.chain = List.copyOf(chain);
    this.key = key;
  }

  /** Those that {@code certificate_file} and {@code key_file} name, beside the configuration. */
  static PemCertificate read(YamlSection listen, Path config) {
    Path chainFile = config.resolveSibling(listen.required("certificate_file"));
    Path keyFile = config.resolveSibling(listen.required("key_file"));
    List<X509Certificate> chain;
    try {
      chain = chain(bytes(chainFile));
    } catch (IOException | GeneralSecurityException e) {
      throw listen.wrong("certificate_file", "a file of certificates in PEM that can be read");
    }
    try {
      PrivateKey key = key(bytes(keyFile), chain.getFirst().getPublicKey());
      return new PemCertificate(chainFile, keyFile, chain, key);
    } catch (IOException | GeneralSecurityException e) {
      throw listen.wrong(
          "key_file",
          "the key of that certificate as PKCS #8 in PEM, without a password (openssl pkcs8"
              + " -topk8 -nodes makes one)");
    }
  }

  /**
   * What the files hold where that is another certificate than this; empty where it is the same.
   *
   * @throws IOException when a file cannot be read
   * @throws GeneralSecurityException when they hold no certificate, or the key of another
   */
  Optional<PemCertificate> renewed() throws IOException, GeneralSecurityException {
    List<X509Certificate> now = chain(bytes(chainFile));
    if (now.equals(chain)) {
      return Optional.empty();
    }
    PrivateKey its = key(bytes(keyFile), now.getFirst().getPublicKey());
    return Optional.of(new PemCertificate(chainFile, keyFile, now, its));
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException("more than " + MOST_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  private static List<X509Certificate> chain(byte[] pem) throws GeneralSecurityException {
    Collection<? extends Certificate> all =
        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
    List<X509Certificate> chain = all.stream().map(X509Certificate.class::cast).toList();
    if (chain.isEmpty()) {
      throw new GeneralSecurityException("no certificate");
    }
    return chain;
  }

  private static PrivateKey key(byte[] pem, PublicKey its) throws GeneralSecurityException {
    Matcher found = KEY.matcher(new String(pem, StandardCharsets.US_ASCII));
    if (!found.find()) {
      throw new GeneralSecurityException("no key in PKCS #8");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(found.group(1));
    PrivateKey key =
        KeyFactory.getInstance(its.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    if (!belong(key, its)) {
      throw new GeneralSecurityException("the key is of another certificate");
    }
    return key;
  }

  /** Whether what the one signs the other believes. */
  private static boolean belong(PrivateKey key, PublicKey its) throws GeneralSecurityException {
    String algorithm =
        switch (its.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    byte[] message = "whose key is it?".getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(message);
    byte[] signed = signature.sign();
    signature.initVerify(its);
    signature.update(message);
    return signature.verify(signed);
  }

  /** As a store that a server takes. */
  KeyStore store() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "aegis", key, PASSWORD.toCharArray(), chain.toArray(new Certificate[chain.size()]));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java cannot hold the certificate", e);
    }
  }

  /** When it ends. */
  Instant until() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /** Whether it is of a host, by its own name or by one with a star in front. */
  boolean isOf(String host) {
    String asked = host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    try {
      Collection<List<?>> names = chain.getFirst().getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .filter(name ->
                  name.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS))
              .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
              .anyMatch(name ->
                  name.equals(asked)
                      || name.startsWith("*.") && asked.replaceFirst("^[^.]+", "*").equals(name));
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
