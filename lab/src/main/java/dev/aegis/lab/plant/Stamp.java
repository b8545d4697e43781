package dev.aegis.lab.plant;

import java.util.Optional;

/**
 * Who orders, and how it is kept from happening twice or too late.
 *
 * @param key the same key does nothing again
 * @param epoch the owner's; lower than the highest ever seen is refused
 * @param description in the change feed; empty for one made from the order
 */
record Stamp(Optional<String> key, Optional<Long> epoch, String by, String description) {
  static Stamp of(String by, String description) {
    return new Stamp(Optional.empty(), Optional.empty(), by, description);
  }
}
