package dev.aegis.app.notify;

import java.net.URI;
import java.time.Duration;

/**
 * Somebody outside who raises an alarm when they hear nothing for a while.
 *
 * @param url which is asked with each beat; its path can be secret
 * @param every time between two beats
 */
public record Beat(URI url, Duration every) {
  /** Without the path. */
  public String place() {
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  @Override
  public String toString() {
    return "Beat[" + place() + " every " + every + "]";
  }
}
