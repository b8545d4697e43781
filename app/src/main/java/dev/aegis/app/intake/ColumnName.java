package dev.aegis.app.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column's name taken apart: what it is, in which unit, and how well the name fits. Upper and
 * lower case and everything that is neither letter nor digit are ignored: {@code
 * PodServerLatencyP99(s)}, {@code latency.p99} and {@code p99_ms} are the same quantity.
 *
 * @param raw as written in the file
 * @param role what else it is, where it is no quantity
 * @param known the quantity, where it is recognised
 * @param rank lower fits better
 * @param unit the unit its words name
 * @param summed whether its words say that the numbers are sums over an interval
 */
record ColumnName(
    String raw, @Nullable Role role, @Nullable Known known, int rank, Unit unit, boolean summed) {
  private static final int LONGEST = 300;
  private static final int TIER = 1_000;
  private static final Set<String> GENERAL =
      Set.of(
          "http",
          "server",
          "service",
          "app",
          "application",
          "api",
          "container",
          "pod",
          "jvm",
          "process",
          "system");
  private static final Set<String> STATISTICS =
      Set.of("average", "avg", "mean", "sum", "rate", "current", "gauge");
  private static final Map<String, Role> ROLES = roles();
  private static final Map<String, Integer> ROLE_RANKS = roleRanks();
  private static final Map<String, Known> QUANTITIES = quantities();
  private static final Map<String, Integer> QUANTITY_RANKS = quantityRanks();

  static ColumnName of(String written) {
    String raw = CleanText.line(written, LONGEST);
    ColumnName whole = ofRole(raw);
    if (whole != null) {
      return whole;
    }
    int dot = raw.lastIndexOf('.');
    if (dot >= 0 && dot + 1 < raw.length()) {
      ColumnName root = ofRole(raw.substring(0, raw.indexOf('.')));
      if (root != null && root.role() == Role.ANSWER) {
        return root;
      }
      ColumnName leaf = ofRole(raw.substring(dot + 1));
      if (leaf != null) {
        return new ColumnName(raw, leaf.role(), null, leaf.rank() + TIER, Unit.NONE, false);
      }
    }
    return ofQuantity(raw);
  }

  /** The name of a metric that a row gives in a column of its own: never a role. */
  static ColumnName ofMetric(String written) {
    return ofQuantity(CleanText.line(written, LONGEST));
  }

  /** The name as it is compared: lower-case letters and digits only. */
  static String key(String name) {
    return String.join("", words(name)).toLowerCase(Locale.ROOT);
  }

  private static @Nullable ColumnName ofRole(String raw) {
    String key = key(raw);
    Role role = ROLES.get(key);
    if (role == null) {
      return null;
    }
    return new ColumnName(raw, role, null, ROLE_RANKS.getOrDefault(key, 0), Unit.NONE, false);
  }

  private static ColumnName ofQuantity(String raw) {
    List<String> words = words(raw);
    Unit unit = Unit.NONE;
    List<String> bare = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).toLowerCase(Locale.ROOT);
      boolean per = word.equals("per") && i + 1 < words.size() && i > 0;
      Unit named =
          per
              ? perUnit(words.get(i + 1))
              : i == 0 ? Unit.NONE : Unit.ofWord(word, i == words.size() - 1);
      if (named == Unit.NONE) {
        bare.add(word);
      } else {
        unit = unit == Unit.NONE || unit == Unit.COUNT ? named : unit;
        i += per ? 1 : 0;
      }
    }
    boolean summed = !bare.isEmpty() && bare.getLast().equals("sum");
    Unit found = raw.indexOf('%') >= 0 ? Unit.PERCENT : unit;
    String joined = String.join("", words).toLowerCase(Locale.ROOT);
    ColumnName match = match(raw, joined, 0, found, summed);
    for (int tier = 1; match == null && tier < 6 && !bare.isEmpty(); tier++) {
      match = match(raw, String.join("", bare), tier, found, summed);
      if (match == null && bare.size() > 1) {
        if (GENERAL.contains(bare.getFirst())) {
          bare.removeFirst();
        } else if (STATISTICS.contains(bare.getLast())) {
          bare.removeLast();
        } else {
          break;
        }
      }
    }
    return match != null ? match : new ColumnName(raw, null, null, 0, found, summed);
  }

  private static @Nullable ColumnName match(
      String raw, String key, int tier, Unit unit, boolean summed) {
    Known known = QUANTITIES.get(key);
    return known == null
        ? null
        : new ColumnName(
            raw, null, known, tier * TIER + QUANTITY_RANKS.getOrDefault(key, 0), unit, summed);
  }

  private static Unit perUnit(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "s", "sec", "second" -> Unit.PER_SECOND;
      case "m", "min", "minute" -> Unit.PER_MINUTE;
      default -> Unit.NONE;
    };
  }

  /** Runs of letters and digits, cut also where a lower-case letter meets an upper-case one. */
  private static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean kept = Character.isLetterOrDigit(c);
      boolean cut =
          kept && i > 0 && Character.isUpperCase(c) && Character.isLowerCase(name.charAt(i - 1));
      if ((!kept || cut) && !word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
      if (kept) {
        word.append(c);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  private static Map<String, Role> roles() {
    Map<String, Role> roles = new HashMap<>();
    for (Role role : Role.values()) {
      role.aliases().forEach(alias -> roles.put(key(alias), role));
    }
    return Map.copyOf(roles);
  }

  private static Map<String, Integer> roleRanks() {
    Map<String, Integer> ranks = new HashMap<>();
    for (Role role : Role.values()) {
      for (int i = 0; i < role.aliases().size(); i++) {
        ranks.put(key(role.aliases().get(i)), i);
      }
    }
    return Map.copyOf(ranks);
  }

  private static Map<String, Known> quantities() {
    Map<String, Known> known = new HashMap<>();
    for (Known quantity : Known.values()) {
      quantity.aliases().forEach(alias -> known.put(key(alias), quantity));
    }
    return Map.copyOf(known);
  }

  private static Map<String, Integer> quantityRanks() {
    Map<String, Integer> ranks = new HashMap<>();
    for (Known quantity : Known.values()) {
      for (int i = 0; i < quantity.aliases().size(); i++) {
        ranks.put(key(quantity.aliases().get(i)), i);
      }
    }
    return Map.copyOf(ranks);
  }
}
