package dev.aegis.app.bandbus;

import java.util.Objects;
import java.util.UUID;

/**
 * One of our agents as Band knows it.
 *
 * @param key opaque; never shown
 */
record Identity(UUID id, String key) {
  Identity {
    Objects.requireNonNull(id);
    Objects.requireNonNull(key);
  }

  @Override
  public String toString() {
    return "Identity[" + id + "]";
  }
}
