package dev.aegis.app.intake;

import dev.aegis.policy.Autonomy;
import dev.aegis.policy.Policy;
import dev.aegis.policy.Span;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code policy}: what the owners allow to be done, and when. */
public final class PolicyYaml {
  /** The keys of the section. */
  public static final List<String> POLICY =
      List.of(
          "autonomy",
          "allow",
          "freeze",
          "cool_down",
          "back_off",
          "actions_per_hour",
          "pods_per_hour",
          "approvers");

  /** The keys of a time in which actions are allowed. */
  public static final List<String> ALLOW = List.of("days", "from", "until");

  /** The keys of a time in which they are not. */
  public static final List<String> FREEZE =
      List.of("days", "from", "until", "why", "except_rollback");

  private static final String TIME = "an hour such as \"08:00\", or a time in UTC without days";
  private static final String DAYS = "days such as [mon, tue]";
  private static final int LETTERS = 3;

  private PolicyYaml() {}

  /**
   * The policy of the section; the default one where there is no section.
   *
   * @throws IntakeException with file, line and key, where it breaks its form or its bounds
   */
  static Policy read(@Nullable YamlNode node, String path) {
    if (node == null) {
      return Policy.DEFAULT;
    }
    YamlSection policy = YamlSection.of(node, path, "policy", POLICY);
    Policy defaults = Policy.DEFAULT;
    Duration coolDown = policy.duration("cool_down").orElse(defaults.coolDown());
    double backOff = policy.number("back_off").orElse(defaults.backOff());
    int actions = (int) policy.count("actions_per_hour").orElse(defaults.actionsPerHour());
    int pods = (int) policy.count("pods_per_hour").orElse(defaults.podsPerHour());
    int approvers = (int) policy.count("approvers").orElse(defaults.approvers());
    bounded(policy, "approvers", () -> defaults.withApprovers(approvers));
    bounded(policy, "cool_down", () -> limits(coolDown, 1, 1, 1));
    bounded(policy, "back_off", () -> limits(Duration.ZERO, backOff, 1, 1));
    bounded(policy, "actions_per_hour", () -> limits(Duration.ZERO, 1, actions, 1));
    bounded(policy, "pods_per_hour", () -> limits(Duration.ZERO, 1, 1, pods));
    return new Policy(
        autonomy(policy),
        policy.list("allow", ALLOW).stream().map(PolicyYaml::span).toList(),
        policy.list("freeze", FREEZE).stream().map(PolicyYaml::freeze).toList(),
        coolDown,
        backOff,
        actions,
        pods,
        approvers);
  }

  /** A policy that says nothing but its limits. */
  private static Policy limits(Duration coolDown, double backOff, int actions, int pods) {
    return new Policy(
        Policy.DEFAULT.autonomy(), List.of(), List.of(), coolDown, backOff, actions, pods);
  }

  private interface Limits {
    Policy policy();
  }

  /** Refuses the value of a key that the policy would refuse, at its line and in its words. */
  private static void bounded(YamlSection section, String key, Limits alone) {
    try {
      alone.policy();
    } catch (IllegalArgumentException e) {
      throw section.wrong(key, String.valueOf(e.getMessage()).replaceFirst("^expected ", ""));
    }
  }

  private static Autonomy autonomy(YamlSection policy) {
    if (!policy.has("autonomy")) {
      return Policy.DEFAULT.autonomy();
    }
    String word = policy.text("autonomy");
    return Arrays.stream(Autonomy.values())
        .filter(a -> a.word().equals(word))
        .findFirst()
        .orElseThrow(() -> policy.wrong("autonomy", "observe, recommend or approve"));
  }

  private static Policy.Freeze freeze(YamlSection freeze) {
    String rollback = freeze.text("except_rollback");
    if (!rollback.isEmpty() && !rollback.equals("true") && !rollback.equals("false")) {
      throw freeze.wrong("except_rollback", "true or false");
    }
    return new Policy.Freeze(span(freeze), freeze.text("why"), rollback.equals("true"));
  }

  private static Span span(YamlSection section) {
    if (!section.has("days")) {
      return once(section);
    }
    return new Span.Weekly(days(section), hour(section, "from"), hour(section, "until"));
  }

  private static Span once(YamlSection section) {
    Instant from = instant(section, "from");
    Instant until = instant(section, "until");
    if (!from.isBefore(until)) {
      throw section.wrong("until", "a time after " + from);
    }
    return new Span.Once(from, until);
  }

  private static Instant instant(YamlSection section, String key) {
    try {
      return Instant.parse(section.required(key));
    } catch (DateTimeParseException e) {
      throw section.wrong(key, "a time such as 2026-12-24T00:00:00Z, or hours with days");
    }
  }

  private static LocalTime hour(YamlSection section, String key) {
    try {
      String text = section.required(key);
      return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    } catch (DateTimeParseException e) {
      throw section.wrong(key, TIME);
    }
  }

  private static Set<DayOfWeek> days(YamlSection section) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String word : section.words("days")) {
      days.add(
          Arrays.stream(DayOfWeek.values())
              .filter(d -> d.name().substring(0, LETTERS).toLowerCase(Locale.ROOT).equals(word))
              .findFirst()
              .orElseThrow(() -> section.wrongWord("days", DAYS, word)));
    }
    if (days.isEmpty()) {
      throw section.wrong("days", DAYS);
    }
    return days;
  }
}
