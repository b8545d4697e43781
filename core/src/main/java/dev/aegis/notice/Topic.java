package dev.aegis.notice;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a notice is about, and whether it wakes somebody. */
public enum Topic {
  /** A room was opened. */
  OPENED("opened", false),
  /** The error budget burns so fast that the engineer on call has to be woken. */
  WOKEN("the engineer on call is needed", true),
  /** The likeliest cause is known, or another one than before. */
  IDENTIFIED("cause found", false),
  /** The replay vouches for a fix. */
  PROVED("fix proved", false),
  /** The replay shows that a fix does not hold. */
  REJECTED("fix rejected", false),
  /** The replay cannot decide on a fix. */
  ABSTAINED("fix undecided", false),
  /** Nothing can be vouched for so far; it is looked at again. */
  DEFERRED("not yet decided", false),
  /** Somebody is asked to approve a plan. */
  APPROVAL_ASKED("approval needed", false),
  /** Nobody has answered, and half of the time is over. */
  APPROVAL_UNANSWERED("approval still unanswered", true),
  /** Somebody has approved or rejected. */
  ANSWERED("answered", false),
  /** A plan is carried out, or taken back. */
  EXECUTING("executing", false),
  /** The objective is met again after a plan. */
  HELD("fix holds", false),
  /** The objective is still breached after a plan. */
  NOT_HELD("fix does not hold", false),
  /** Users have not heard for as long as they were promised to. */
  UPDATE_DUE("users wait for an update", false),
  /** A proved plan is handed to a person, who carries it out. */
  RECOMMENDED("a plan waits for a person", true),
  /** Nobody can tell whether an action was done. */
  UNKNOWN("outcome UNKNOWN", true),
  /** Aegis stops, and a person takes over. */
  ESCALATED("a person has to take over", true),
  /** The objective is met again, and the incident is over. */
  RESOLVED("resolved", false),
  /** The incident is over for Aegis otherwise. */
  ENDED("closed", false),
  /** Aegis itself does not do its work. */
  OWN_FAILURE("Aegis itself has failed", true),
  /** Aegis does its work again. */
  OWN_RECOVERY("Aegis works again", false),
  /** Somebody tries a channel. */
  TEST("a test", false);

  private final String words;
  private final boolean pages;

  Topic(String words, boolean pages) {
    this.words = words;
    this.pages = pages;
  }

  /** In a headline. */
  public String words() {
    return words;
  }

  /** Whether somebody has to be woken for it. */
  public boolean pages() {
    return pages;
  }

  /** Whether it ends what somebody was woken for. */
  public boolean settles() {
    return this == RESOLVED || this == OWN_RECOVERY;
  }

  /** The name in files. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Topic> fromWire(String name) {
    return Arrays.stream(values()).filter(t -> t.wire().equals(name)).findFirst();
  }
}
