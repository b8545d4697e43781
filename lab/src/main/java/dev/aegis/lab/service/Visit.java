package dev.aegis.lab.service;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request while it is being worked on, and the slot it holds. */
final class Visit {
  private static final Pattern SKU_IN_QUERY = Pattern.compile("(?:^|&)sku=([^&]*)");
  private static final Pattern SKU = Pattern.compile("SKU-[0-9]{5}");

  private final String route;
  private final String sku;
  private final RequestSlots slots;
  private final long slotSinceNanos;
  private boolean held = true;

  /**
   * @param query of the request, which may name the item it is about
   */
  Visit(String route, String query, RequestSlots slots, long slotSinceNanos) {
    this.route = route;
    this.sku = sku(query);
    this.slots = slots;
    this.slotSinceNanos = slotSinceNanos;
  }

  /** The item a query names; empty when it names none. */
  static String sku(String query) {
    Matcher matcher = SKU_IN_QUERY.matcher(query);
    if (!matcher.find()) {
      return "";
    }
    if (!SKU.matcher(matcher.group(1)).matches()) {
      throw new RefusedException("sku: expected SKU- and five digits, such as SKU-00042");
    }
    return matcher.group(1);
  }

  String route() {
    return route;
  }

  /** The item it is about; empty when it named none. */
  String sku() {
    return sku;
  }

  /** Gives the slot back, once. */
  void leave() {
    if (held) {
      held = false;
      slots.leave(slotSinceNanos);
    }
  }
}
