package dev.aegis.postmortem;

import dev.aegis.room.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/** One part of a section of a report, without any form: each renderer gives it its own. */
public sealed interface Block {

  /** Sentences, one below the other. */
  record Sentences(List<Sentence> all) implements Block {
    public Sentences {
      all = List.copyOf(all);
    }
  }

  /**
   * A sentence of the report, and what it cites.
   *
   * @param words the report's own
   * @param quoted what the record says, to the letter; empty where nothing is cited
   */
  record Sentence(String words, String quoted) {
    public Sentence {
      Objects.requireNonNull(words);
      Objects.requireNonNull(quoted);
    }

    /** One that cites nothing. */
    public static Sentence saying(String words) {
      return new Sentence(words, "");
    }

    /** Both as one line, the citation in quotation marks. */
    public String line() {
      return quoted.isEmpty() ? words : words + " “" + quoted + "”";
    }
  }

  /** Figures with their names. */
  record Facts(List<Fact> all) implements Block {
    public Facts {
      all = List.copyOf(all);
    }
  }

  /**
   * A figure.
   *
   * @param key names it for machines, such as {@code downtime}
   * @param label names it for people
   * @param words with its unit; says so where the record does not have it
   * @param value in {@code unit}; empty where the record does not have it
   * @param unit such as {@code s}, {@code USD} or {@code 1}
   */
  record Fact(String key, String label, String words, OptionalDouble value, String unit) {
    public Fact {
      Objects.requireNonNull(key);
      Objects.requireNonNull(label);
      Objects.requireNonNull(words);
      Objects.requireNonNull(value);
      Objects.requireNonNull(unit);
    }
  }

  /** What happened, in its order. */
  record Moments(List<Moment> all) implements Block {
    public Moments {
      all = List.copyOf(all);
    }
  }

  /**
   * Something that happened.
   *
   * @param at when
   * @param who a handle, a person, or empty
   * @param what in one sentence
   */
  record Moment(Instant at, String who, Sentence what) {
    public Moment {
      Objects.requireNonNull(at);
      Objects.requireNonNull(who);
      Objects.requireNonNull(what);
    }
  }

  /** What was foreseen beside what came. */
  record Compared(List<Pair> all) implements Block {
    public Compared {
      all = List.copyOf(all);
    }
  }

  /**
   * One figure, foreseen and measured.
   *
   * @param foreseen in {@code unit}
   * @param measured likewise; empty where it was not measured
   */
  record Pair(
      String key,
      String label,
      String foreseenWords,
      String measuredWords,
      OptionalDouble foreseen,
      OptionalDouble measured,
      String unit) {}

  /** What is left to do; nobody owns it yet. */
  record Tasks(List<String> all) implements Block {
    public Tasks {
      all = List.copyOf(all);
    }
  }

  /** Words that a reader may not know, and what they mean. */
  record Terms(List<Term> all) implements Block {
    public Terms {
      all = List.copyOf(all);
    }
  }

  /** A word and its meaning. */
  record Term(String word, String meaning) {}

  /** What was asked and what came back. */
  record Cited(Evidence evidence) implements Block {}
}
