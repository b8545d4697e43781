package dev.aegis.app.serve;

import dev.aegis.app.intake.YamlSection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where others than this machine are listened to. Whatever they send and are shown is encrypted:
 * here, or by a proxy before it.
 *
 * @param address of this machine on which others reach it
 * @param port 0 for any that is free
 * @param url under which people know it; no other host is answered
 * @param certificate {@code null} where a proxy shows one
 * @param proxies whose word on who asks is believed; nobody else may ask then
 */
record Listen(
    InetAddress address,
    int port,
    URI url,
    @Nullable PemCertificate certificate,
    List<AddressRange> proxies) {
  static final String KEY = "listen";
  static final List<String> KEYS =
      List.of("address", "port", "url", "certificate_file", "key_file", "behind_proxy");
  static final int DEFAULT_PORT = 7443;

  /** The port of HTTPS, which browsers leave out. */
  private static final String HTTPS = ":443";

  private static final int HIGHEST_PORT = 65_535;

  Listen {
    proxies = List.copyOf(proxies);
  }

  /** What the file says; {@code null} where it says nothing: this machine alone is listened to. */
  static @Nullable Listen read(YamlSection top, Path config, List<Source> sources) {
    if (!top.has(KEY)) {
      return null;
    }
    YamlSection listen = top.section(KEY, KEYS);
    InetAddress address =
        AddressRange.literal(listen.required("address"))
            .orElseThrow(() -> listen.wrong("address", "an address such as 0.0.0.0 or 10.0.0.7"));
    int port = (int) listen.count("port").orElse(DEFAULT_PORT);
    if (port > HIGHEST_PORT) {
      throw listen.wrong("port", "a port up to " + HIGHEST_PORT);
    }
    URI url = url(listen);
    List<AddressRange> proxies = proxies(listen);
    boolean tls = listen.has("certificate_file") || listen.has("key_file");
    if (tls == !proxies.isEmpty()) {
      throw listen.wrong(
          tls ? "behind_proxy" : "certificate_file",
          "either certificate_file with key_file, or behind_proxy: nothing goes over a network in"
              + " clear");
    }
    for (Source source : sources) {
      if (source.asked() == null && source.proof() instanceof Proof.Open) {
        throw top.wrongWord(
            "sources",
            "bearer, basic or hmac for each that sends, since others can reach this port",
            source.name());
      }
    }
    return new Listen(
        address, port, url, tls ? PemCertificate.read(listen, config) : null, proxies);
  }

  private static URI url(YamlSection listen) {
    try {
      URI url = new URI(listen.required("url"));
      boolean bare = url.getRawPath() == null || url.getRawPath().matches("/?");
      if ("https".equals(url.getScheme())
          && url.getHost() != null
          && bare
          && url.getRawQuery() == null
          && url.getRawFragment() == null
          && url.getRawUserInfo() == null) {
        String authority = url.getRawAuthority().toLowerCase(Locale.ROOT);
        return URI.create("https://" + authority.replaceFirst(HTTPS + "$", ""));
      }
    } catch (URISyntaxException e) {
      // Refused below, as what does not have the form.
    }
    throw listen.wrong("url", "an address such as https://aegis.example.com, without a path");
  }

  private static List<AddressRange> proxies(YamlSection listen) {
    List<AddressRange> proxies = new ArrayList<>();
    for (String word : listen.words("behind_proxy")) {
      proxies.add(
          AddressRange.parse(word)
              .orElseThrow(() ->
                  listen.wrongWord(
                      "behind_proxy", "addresses such as 10.0.0.5 or 10.0.0.0/24", word)));
    }
    return proxies;
  }

  /** Whether this is how a browser names the host of {@link #url}. */
  boolean isNamed(String authority) {
    String given = authority.toLowerCase(Locale.ROOT);
    return given.replaceFirst(HTTPS + "$", "").equals(url.getRawAuthority());
  }

  boolean isProxy(String address) {
    return proxies.stream().anyMatch(range -> range.contains(address));
  }

  /** Whose certificate is shown; empty where a proxy shows one. */
  Optional<PemCertificate> tls() {
    return Optional.ofNullable(certificate);
  }

  /** Where, in a line of its own. */
  String place() {
    return address.getHostAddress() + ":" + port + " as " + url;
  }

  /** By what it is encrypted. */
  String encryption() {
    return certificate == null
        ? "behind " + proxies.size() + (proxies.size() == 1 ? " proxy" : " proxies")
        : "with a certificate until " + certificate.until();
  }

  /** In one line. */
  String words() {
    return place() + ", " + encryption();
  }
}
