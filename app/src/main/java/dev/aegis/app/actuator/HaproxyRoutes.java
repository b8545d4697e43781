package dev.aegis.app.actuator;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that was ordered of one edge, as it stands in its map: where its requests go, how many are
 * refused, and who ordered it. Shares are in ten-thousandths.
 *
 * @param generation grows with every change
 * @param epoch the highest fencing number that was seen
 * @param from share of each other region when the ramp began; the rest stays at home
 * @param to share of each other region when the ramp is over
 * @param rampStartMillis since the Unix epoch
 * @param rampMillis how long the shares take from {@code from} to {@code to}
 * @param shed share of requests that is refused
 * @param keys the executions that changed it, oldest first, with what each of them ordered
 */
public record HaproxyRoutes(
    long generation,
    long epoch,
    SortedMap<String, Integer> from,
    SortedMap<String, Integer> to,
    long rampStartMillis,
    long rampMillis,
    int shed,
    Map<String, String> keys) {
  /** All of it. */
  public static final int WHOLE = 10_000;

  private static final int KEYS_KEPT = 32;
  private static final String FROM = "from/";
  private static final String TO = "to/";
  private static final String KEY = "key/";

  public HaproxyRoutes {
    from = new TreeMap<>(from);
    to = new TreeMap<>(to);
    keys = new LinkedHashMap<>(keys);
    check(from);
    check(to);
    if (shed < 0 || shed > WHOLE) {
      throw new IllegalArgumentException("expected a share of 0 to " + WHOLE + ", found " + shed);
    }
  }

  private static void check(Map<String, Integer> shares) {
    int sum = shares.values().stream().mapToInt(Integer::intValue).sum();
    if (sum > WHOLE || shares.values().stream().anyMatch(share -> share < 0)) {
      throw new IllegalArgumentException("expected shares of at most the whole, found " + shares);
    }
  }

  /** Everything stays at home. */
  public static HaproxyRoutes home(List<String> others) {
    SortedMap<String, Integer> none = new TreeMap<>();
    others.forEach(region -> none.put(region, 0));
    return new HaproxyRoutes(0, 0, none, none, 0, 0, 0, Map.of());
  }

  /** The share that another region has at a moment. */
  public int share(String region, long nowMillis) {
    int begin = from.getOrDefault(region, 0);
    int end = to.getOrDefault(region, 0);
    if (settled(nowMillis)) {
      return end;
    }
    long elapsed = Math.max(0, nowMillis - rampStartMillis);
    return (int) (begin + (end - begin) * elapsed / rampMillis);
  }

  /** Whether the ramp is over. */
  public boolean settled(long nowMillis) {
    return rampMillis <= 0 || nowMillis - rampStartMillis >= rampMillis;
  }

  /** The same with other shares, beginning with those that hold now. */
  public HaproxyRoutes weighted(Map<String, Integer> shares, Duration ramp, long nowMillis) {
    SortedMap<String, Integer> begin = new TreeMap<>();
    SortedMap<String, Integer> end = new TreeMap<>();
    for (String region : to.keySet()) {
      int wanted = shares.getOrDefault(region, 0);
      // Without a ramp no clock shall matter, be it that of HAProxy or the one here.
      begin.put(region, ramp.isZero() ? wanted : share(region, nowMillis));
      end.put(region, wanted);
    }
    return new HaproxyRoutes(
        generation + 1, epoch, begin, end, nowMillis, ramp.toMillis(), shed, keys);
  }

  /** The same with another share refused. */
  public HaproxyRoutes shedding(int share) {
    return new HaproxyRoutes(
        generation + 1, epoch, from, to, rampStartMillis, rampMillis, share, keys);
  }

  /** The same, ordered by this execution; only the last executions are kept. */
  public HaproxyRoutes orderedBy(String key, String what, long newEpoch) {
    Map<String, String> kept = new LinkedHashMap<>(keys);
    kept.remove(key);
    List<String> oldest = new ArrayList<>(kept.keySet());
    for (int i = 0; i <= kept.size() - KEYS_KEPT; i++) {
      kept.remove(oldest.get(i));
    }
    kept.put(key, what);
    return new HaproxyRoutes(
        generation, newEpoch, from, to, rampStartMillis, rampMillis, shed, kept);
  }

  /** The lines of the map file. */
  String toText() {
    StringBuilder text = new StringBuilder();
    line(text, "generation", generation);
    line(text, "epoch", epoch);
    line(text, "shed", shed);
    line(text, "ramp-start", rampStartMillis);
    line(text, "ramp-millis", rampMillis);
    from.forEach((region, share) -> line(text, FROM + region, share));
    to.forEach((region, share) -> line(text, TO + region, share));
    keys.forEach(
        (key, what) -> line(text, KEY + URLEncoder.encode(key, StandardCharsets.UTF_8), what));
    return text.toString();
  }

  private static void line(StringBuilder text, String key, Object value) {
    text.append(key).append(' ').append(value).append('\n');
  }

  /** What {@code show map} printed: a reference, the key and the value a line. */
  static HaproxyRoutes parse(String shown) {
    Map<String, Long> numbers = new TreeMap<>();
    SortedMap<String, Integer> from = new TreeMap<>();
    SortedMap<String, Integer> to = new TreeMap<>();
    Map<String, String> keys = new LinkedHashMap<>();
    for (String line : shown.lines().filter(each -> !each.isBlank()).toList()) {
      String[] words = line.split(" ", 3);
      if (words.length < 3 || !words[0].startsWith("0x")) {
        throw new HaproxyException("expected an entry of the edge's map, found: " + line);
      }
      if (words[1].startsWith(KEY)) {
        String key = words[1].substring(KEY.length());
        keys.put(URLDecoder.decode(key, StandardCharsets.UTF_8), words[2]);
      } else if (words[1].startsWith(FROM)) {
        from.put(words[1].substring(FROM.length()), (int) number(line, words[2]));
      } else if (words[1].startsWith(TO)) {
        to.put(words[1].substring(TO.length()), (int) number(line, words[2]));
      } else {
        numbers.put(words[1], number(line, words[2]));
      }
    }
    return new HaproxyRoutes(
        required(numbers, "generation"),
        required(numbers, "epoch"),
        from,
        to,
        required(numbers, "ramp-start"),
        required(numbers, "ramp-millis"),
        (int) required(numbers, "shed"),
        keys);
  }

  private static long number(String line, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new HaproxyException("expected a number in the edge's map, found: " + line, e);
    }
  }

  private static long required(Map<String, Long> numbers, String key) {
    Long number = numbers.get(key);
    if (number == null) {
      throw new HaproxyException(
          "expected \"" + key + "\" in the edge's map, found none; is the map another one?");
    }
    return number;
  }
}
