package dev.aegis.suspect;

import java.util.Objects;

/**
 * One reason for or against a suspect.
 *
 * @param decibans its weight; above 0 speaks for, below against
 * @param words the reason, for people; names out of telemetry are cut and cleaned
 * @param kind what sort of reason it is
 * @param about which piece of knowledge it rests on: a mechanism's or a rival's name; empty for
 *     other kinds
 */
public record Finding(double decibans, String words, Kind kind, String about) {
  /** Where a reason comes from. */
  public enum Kind {
    /** When the change took effect, against when the failure began. */
    TIME,
    /** Whether what was changed lies on the failing path. */
    SCOPE,
    /** What sort of change it is at all. */
    NATURE,
    /** A failure mechanism: what the diff does is known to fail like this. */
    MECHANISM,
    /** Names and figures that stand both in the diff and in what fails. */
    TRACE,
    /** Words that the diff shares with what fails. */
    WORDS,
    /** What happened without any change. */
    RIVAL
  }

  /** A finding that rests on no piece of knowledge. */
  Finding(double decibans, String words, Kind kind) {
    this(decibans, words, kind, "");
  }

  public Finding {
    Objects.requireNonNull(about);
    Objects.requireNonNull(words);
    Objects.requireNonNull(kind);
    if (!Double.isFinite(decibans)) {
      throw new IllegalArgumentException("expected a finite weight, found " + decibans);
    }
  }
}
