package dev.aegis.app.serve;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says of each request from where it came, and why it is not one for us. A web page that somebody
 * has open must not be able to send what it likes to a port of this machine, nor read from it under
 * a name of its own; a proxy is believed where the owners named it, and nowhere else.
 */
final class Callers {
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
  private static final List<String> OF_PROXIES =
      List.of(FORWARDED_FOR, FORWARDED_PROTO, "X-Forwarded-Host", "Forwarded");

  private final @Nullable Listen listen;

  /**
   * @param listen {@code null} where this machine alone is listened to
   */
  Callers(@Nullable Listen listen) {
    this.listen = listen;
  }

  /** A request before anything of it is believed. */
  interface Asked {
    /** The address of whoever is connected. */
    String peer();

    /** Host and port as the request names them. */
    String authority();

    /** The values of a header; empty where it is not there. */
    List<String> header(String name);
  }

  /** A request is one for us, or not. */
  sealed interface Seen {}

  record Known(Caller caller) implements Seen {}

  /**
   * Not for us.
   *
   * @param address of whoever is held responsible
   */
  record Refused(String address, int status, String why) implements Seen {}

  /**
   * Looks at a request.
   *
   * @param outside whether it came by what {@code listen} opens
   * @param pages whether pages of our own may ask
   */
  Seen of(Asked asked, boolean outside, boolean pages) {
    Listen open = listen;
    return outside && open != null ? outside(asked, open, pages) : local(asked, pages);
  }

  private static Seen local(Asked asked, boolean pages) {
    if (foreign(asked, "http://" + asked.authority(), pages)) {
      return new Refused(asked.peer(), 403, "requests of web pages are refused");
    }
    if (OF_PROXIES.stream().anyMatch(name -> !asked.header(name).isEmpty())) {
      return new Refused(
          asked.peer(),
          403,
          "expected a request of this machine, found one that a proxy forwards; send it to the port"
              + " of listen in aegis.yaml");
    }
    String host = asked.authority().replaceFirst(":[0-9]*$", "");
    return List.of("127.0.0.1", "localhost", "[::1]").contains(host)
        ? new Known(new Caller(asked.peer(), false))
        : new Refused(
            asked.peer(), 403, "expected the host 127.0.0.1 or localhost, found another name");
  }

  /** A browser names the page that asks; what names none is no page. */
  private static boolean foreign(Asked asked, String own, boolean pages) {
    return !asked.header("Origin").stream().allMatch(origin -> pages && origin.equals(own));
  }

  private static Seen outside(Asked asked, Listen listen, boolean pages) {
    String address = asked.peer();
    if (!listen.proxies().isEmpty()) {
      String refusal = forwarded(asked, listen);
      if (!refusal.isEmpty()) {
        return new Refused(address, 403, refusal);
      }
      address = behind(asked, listen);
    }
    if (!listen.isNamed(asked.authority())) {
      return new Refused(address, 421, "expected the host of the address that people were given");
    }
    if (foreign(asked, listen.url().toString(), pages)) {
      return new Refused(address, 403, "requests of web pages are refused");
    }
    return new Known(new Caller(address, true));
  }

  private static String forwarded(Asked asked, Listen listen) {
    if (!listen.isProxy(asked.peer())) {
      return "expected a request of a proxy that behind_proxy names, found another address";
    }
    if (words(asked, FORWARDED_FOR).isEmpty()) {
      return "expected the header X-Forwarded-For from the proxy, found none";
    }
    List<String> schemes = words(asked, FORWARDED_PROTO);
    return !schemes.isEmpty() && schemes.getLast().toLowerCase(Locale.ROOT).equals("https")
        ? ""
        : "expected X-Forwarded-Proto: https from the proxy, found something else or nothing";
  }

  /** The nearest address that is no proxy of ours: what stands further left anybody can write. */
  private static String behind(Asked asked, Listen listen) {
    List<String> words = words(asked, FORWARDED_FOR);
    for (String word : words.reversed()) {
      if (AddressRange.literal(word).isEmpty()) {
        return asked.peer();
      }
      if (!listen.isProxy(word)) {
        return word;
      }
    }
    return asked.peer();
  }

  private static List<String> words(Asked asked, String header) {
    return asked.header(header).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
