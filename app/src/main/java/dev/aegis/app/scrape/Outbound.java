package dev.aegis.app.scrape;

import dev.aegis.app.scrape.FetchException.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses Aegis asks at all. Link-local ones, and those at which clouds tell a machine its
 * credentials, are not; nor is what has no host: an address in a file must not read these for
 * whoever wrote it. The name is resolved just before it is asked; Java keeps what it resolved for
 * longer than that takes.
 */
public final class Outbound {
  /** Where clouds answer machines outside of what is link-local. */
  private static final List<InetAddress> METADATA =
      List.of(
          InetAddress.ofLiteral("fd00:ec2::254"),
          InetAddress.ofLiteral("100.100.100.200"),
          InetAddress.ofLiteral("168.63.129.16"));

  private Outbound() {}

  /**
   * Refuses an address that is never asked.
   *
   * @throws FetchException with its reason
   */
  public static void require(URI address) {
    whyNot(address)
        .ifPresent(why -> {
          throw new FetchException(Reason.LINK_LOCAL, why, null);
        });
  }

  /** Why an address is not asked; empty where it may be, or where nobody knows its name. */
  public static Optional<String> whyNot(URI address) {
    if (address.getHost() == null) {
      return Optional.of(Said.of(address.toString()) + ": expected an address with a host");
    }
    String host = address.getHost().replaceAll("[\\[\\]]", "");
    try {
      return Arrays.stream(InetAddress.getAllByName(host))
          .filter(Outbound::isRefused)
          .findFirst()
          .map(found ->
              address.getScheme()
                  + "://"
                  + address.getAuthority()
                  + ": expected an address of a server, found "
                  + found.getHostAddress()
                  + ", which is link-local or tells a cloud's credentials; link_local: true in its"
                  + " source allows it");
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static boolean isRefused(InetAddress address) {
    return address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || address.isAnyLocalAddress()
        || METADATA.contains(address);
  }
}
