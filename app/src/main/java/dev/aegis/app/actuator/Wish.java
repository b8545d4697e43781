package dev.aegis.app.actuator;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an action comes to at one edge.
 *
 * @param at the edge that is told
 * @param receiver the region that gets requests by it; {@code null} where none does
 * @param shares of the other regions; {@code null} to leave them
 * @param shed share refused; negative to leave it
 */
record Wish(
    HaproxyRegion at,
    @Nullable HaproxyRegion receiver,
    @Nullable Map<String, Integer> shares,
    int shed) {

  static Wish toShed(HaproxyRegion at, int share) {
    return new Wish(at, null, null, share);
  }

  static Wish toMove(HaproxyRegion at, HaproxyRegion to) {
    return new Wish(at, to, Map.of(to.region(), HaproxyRoutes.WHOLE), -1);
  }

  static Wish toReturn(HaproxyRegion home) {
    return new Wish(home, home, Map.of(), -1);
  }

  /** Whether it is ordered already, by whomever. */
  boolean holds(HaproxyRoutes routes) {
    return words().equals(shares == null ? shed(routes) : shares(routes));
  }

  HaproxyRoutes apply(HaproxyRoutes routes, Duration ramp, long nowMillis) {
    return shares == null ? routes.shedding(shed) : routes.weighted(shares, ramp, nowMillis);
  }

  /** What is wanted, as it is kept with the key of the order. */
  String words() {
    return shares == null ? shed(shed) : shares(at.region(), shares);
  }

  static String shares(HaproxyRoutes routes) {
    return shares("", routes.to());
  }

  private static String shares(String home, Map<String, Integer> shares) {
    Map<String, Integer> sorted = new TreeMap<>(shares);
    sorted.remove(home);
    sorted.values().removeIf(share -> share == 0);
    StringBuilder text = new StringBuilder("traffic");
    sorted.forEach(
        (region, share) -> text.append(' ').append(region).append('=').append(percent(share)));
    return sorted.isEmpty() ? "traffic at home" : text.toString();
  }

  static String shed(HaproxyRoutes routes) {
    return shed(routes.shed());
  }

  private static String shed(int share) {
    return "refuse " + percent(share);
  }

  private static String percent(int share) {
    return String.format(Locale.ROOT, "%.2f%%", 100.0 * share / HaproxyRoutes.WHOLE);
  }
}
