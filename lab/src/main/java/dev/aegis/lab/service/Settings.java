package dev.aegis.lab.service;

import dev.aegis.lab.fault.Quantity;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Flags and configuration that hold everywhere. A set that is told replaces the whole one before;
 * what it leaves out has its default.
 */
public record Settings(SortedMap<String, String> flags, SortedMap<String, String> configs) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,59}");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._:-]{1,60}");

  /** Every setting the lab knows, with the value it normally has. */
  public static final Settings DEFAULTS =
      new Settings(
          new TreeMap<>(
              Map.of(
                  "receipt_cache", "off",
                  "inventory_cache", "on",
                  "coalesce", "off",
                  "retries", "on",
                  "gift_cards", "off")),
          new TreeMap<>(
              Map.of(
                  "payments.timeout", "1s",
                  "payments.retries", "0",
                  "inventory.timeout", "2s",
                  "inventory.retries", "0",
                  "pool.size", "10",
                  "pool.timeout", "1s",
                  "cache.ttl", "10m",
                  "log.level", "info")));

  public Settings {
    flags = Collections.unmodifiableSortedMap(new TreeMap<>(flags));
    configs = Collections.unmodifiableSortedMap(new TreeMap<>(configs));
  }

  /**
   * The settings in lines of {@code flag NAME VALUE} and {@code config NAME VALUE}.
   *
   * @throws IllegalArgumentException naming the line that is none
   */
  public static Settings ofLines(String text) {
    SortedMap<String, String> flags = new TreeMap<>(DEFAULTS.flags);
    SortedMap<String, String> configs = new TreeMap<>(DEFAULTS.configs);
    text.lines().filter(line -> !line.isBlank()).forEach(line -> put(line, flags, configs));
    return new Settings(flags, configs);
  }

  private static void put(String line, Map<String, String> flags, Map<String, String> configs) {
    String[] words = line.strip().split(" +", -1);
    if (words.length != 3 || !words[0].equals("flag") && !words[0].equals("config")) {
      throw new IllegalArgumentException(
          "expected lines of flag NAME VALUE or config NAME VALUE, found " + line);
    }
    requireValue(words[0], words[1], words[2]);
    (words[0].equals("flag") ? flags : configs).put(words[1], words[2]);
  }

  /**
   * Checks a value before it becomes anybody's desired state.
   *
   * @param kind {@code flag} or {@code config}
   * @throws IllegalArgumentException saying what was expected
   */
  public static void requireValue(String kind, String name, String value) {
    if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          kind
              + ": expected a name of small letters and a short word, found "
              + name
              + " "
              + value);
    }
    if (kind.equals("flag") && !value.equals("on") && !value.equals("off")) {
      throw new IllegalArgumentException(name + ": expected on or off, found " + value);
    }
    if (kind.equals("config")) {
      requireConfig(name, value);
    }
  }

  private static void requireConfig(String name, String value) {
    if (name.equals("log.level")) {
      if (!value.matches("debug|info|warn|error")) {
        throw new IllegalArgumentException(
            name + ": expected debug, info, warn or error, found " + value);
      }
      return;
    }
    Quantity quantity = quantity(name);
    double read = quantity.read(value).orElse(Double.NaN);
    boolean fits = read >= (name.equals("pool.size") || quantity == Quantity.DURATION ? 1e-3 : 0);
    if (!fits || quantity == Quantity.COUNT && read > 100) {
      throw new IllegalArgumentException(
          name
              + ": expected "
              + quantity.expected()
              + ", at most 100 of what is counted, found "
              + value);
    }
  }

  private static Quantity quantity(String name) {
    return name.endsWith(".timeout") || name.endsWith(".ttl")
        ? Quantity.DURATION
        : name.endsWith(".retries") || name.endsWith(".size") ? Quantity.COUNT : Quantity.WORD;
  }

  /** Whether a flag is on. */
  boolean on(String flag) {
    return "on".equals(flags.get(flag));
  }

  /** A setting as text; empty when nobody knows it. */
  String config(String name) {
    return configs.getOrDefault(name, "");
  }

  /** A setting in its base unit. */
  double number(String name) {
    return quantity(name).read(config(name)).orElse(0);
  }

  /** A duration. */
  long nanos(String name) {
    return (long) (number(name) * 1e9);
  }
}
