package dev.aegis.notice;

import dev.aegis.room.Severity;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that people who are not in the room are told.
 *
 * @param about the incident, such as {@code INC-2026-0001}, or {@link #OWN}; the same for all that
 *     is told of it, so that a pager has one incident of it
 * @param key names this one: the same thing read from the same log again has the same key
 * @param severity of the incident; {@code null} where there is none
 * @param service in trouble; empty where there is none
 * @param region where; empty where none was recorded
 * @param headline one line of at most {@value #LONGEST_HEADLINE} characters
 * @param detail what there is to know, at most {@value #LONGEST_DETAIL} characters; may be empty
 * @param at when it happened
 * @param planHash of the plan that is asked for; empty where nobody is asked
 */
public record Notice(
    String about,
    String key,
    Topic topic,
    @Nullable Severity severity,
    String service,
    String region,
    String headline,
    String detail,
    Instant at,
    String planHash) {
  /** What {@link #about} says where Aegis tells of itself. */
  public static final String OWN = "aegis";

  public static final int LONGEST_HEADLINE = 140;
  public static final int LONGEST_DETAIL = 600;

  public Notice {
    Objects.requireNonNull(about);
    Objects.requireNonNull(key);
    Objects.requireNonNull(topic);
    Objects.requireNonNull(service);
    Objects.requireNonNull(region);
    Objects.requireNonNull(at);
    Objects.requireNonNull(planHash);
    headline = cut(headline, LONGEST_HEADLINE);
    detail = cut(detail, LONGEST_DETAIL);
  }

  /** Of Aegis itself, not of an incident. */
  public static Notice own(String key, Topic topic, String detail, Instant at) {
    return new Notice(
        OWN, OWN + "/" + key, topic, null, "", "", "Aegis: " + topic.words(), detail, at, "");
  }

  /** The same in other words. */
  public Notice worded(String otherHeadline, String otherDetail) {
    return new Notice(
        about, key, topic, severity, service, region, otherHeadline, otherDetail, at, planHash);
  }

  /** The first characters, with an ellipsis where there are more; never half a character. */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
