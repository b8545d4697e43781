package dev.aegis.postmortem;

import dev.aegis.room.Digest;
import dev.aegis.room.Evidence;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One part of a section of a report, without any form: each renderer gives it its own. */
public sealed interface Block {
  /** Characters of a moment's key. */
  int KEY = 16;

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
   * @param corrected where a person gave it another time than the record
   */
  record Moment(Instant at, String who, Sentence what, Optional<Correction> corrected) {
    public Moment {
      Objects.requireNonNull(at);
      Objects.requireNonNull(who);
      Objects.requireNonNull(what);
      Objects.requireNonNull(corrected);
    }

    /** One at its recorded time. */
    public Moment(Instant at, String who, Sentence what) {
      this(at, who, what, Optional.empty());
    }

    /** The same for as long as the record says the same. */
    public String key() {
      Instant recorded = corrected.map(Correction::recorded).orElse(at);
      return Digest.of(List.of(recorded.toString(), who, what.line())).substring(0, KEY);
    }

    /** What happened, and that its time was corrected. */
    public Sentence told() {
      return corrected.map(c -> new Sentence(c.words() + what.words(), what.quoted())).orElse(what);
    }
  }

  /**
   * A person gave a moment another time.
   *
   * @param recorded its time in the record
   * @param by who did
   * @param at when they did
   */
  record Correction(Instant recorded, String by, Instant at) {
    String words() {
      return "(time edited by " + by + ", recorded " + Figures.dateTime(recorded) + ") ";
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

  /** What is left to do. */
  record Tasks(List<Task> all) implements Block {
    public Tasks {
      all = List.copyOf(all);
    }

    private boolean dated() {
      return all.stream().anyMatch(t -> t.due().isPresent());
    }

    /** The columns of a table of them. */
    public List<String> header() {
      return dated() ? List.of("What", "Owner", "Due") : List.of("What", "Owner");
    }

    /** Its rows, each cell written by {@code text}. */
    public List<List<String>> cells(UnaryOperator<String> text) {
      return all.stream()
          .map(t -> Stream.of(t.what(), t.ownerWords(), t.dueWords()).limit(header().size()))
          .map(row -> row.map(text).toList())
          .toList();
    }
  }

  /**
   * Something that is left to do.
   *
   * @param owner empty while nobody was named
   * @param due the day by which it is done
   * @param edited by whom owner and day were named
   */
  record Task(String what, String owner, Optional<LocalDate> due, Optional<Mark> edited) {
    public Task {
      Objects.requireNonNull(what);
      Objects.requireNonNull(owner);
      Objects.requireNonNull(due);
      Objects.requireNonNull(edited);
    }

    /** One that follows from the record. */
    public static Task open(String what) {
      return new Task(what, "", Optional.empty(), Optional.empty());
    }

    /** Its owner and who named them; empty for nobody. */
    public String ownerWords() {
      return owner + edited.map(m -> (owner.isEmpty() ? "" : " ") + m.words()).orElse("");
    }

    /** Its day; empty where none was named. */
    public String dueWords() {
      return due.map(LocalDate::toString).orElse("");
    }
  }

  /**
   * A person changed this.
   *
   * @param added whether it is not the record's at all
   */
  record Mark(String by, Instant at, boolean added) {
    /** The same, short. */
    public String words() {
      return "(" + (added ? "added" : "named") + " by " + by + ")";
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
