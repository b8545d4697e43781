package dev.aegis.app.serve;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that begin with the same bits, such as {@code 10.0.0.0/24}, or one alone. Names are
 * never resolved.
 */
record AddressRange(InetAddress first, int bits) {
  private static final Pattern FORM = Pattern.compile("([0-9a-fA-F.:]{2,45})(?:/([0-9]{1,3}))?");

  /** As it is written; empty where it is something else. */
  static Optional<AddressRange> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Optional<InetAddress> address = literal(form.group(1));
    int most = address.map(a -> a.getAddress().length * Byte.SIZE).orElse(0);
    int bits = form.group(2) == null ? most : Integer.parseInt(form.group(2));
    return bits < 1 || bits > most
        ? Optional.empty()
        : address.map(first -> new AddressRange(first, bits));
  }

  /** An address that is written as such; empty for a name. */
  static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean contains(String address) {
    return literal(address).filter(this::contains).isPresent();
  }

  boolean contains(InetAddress address) {
    byte[] mine = first.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((mine[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
