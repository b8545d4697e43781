package dev.aegis.question;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was made of a question in words. */
public sealed interface Reading {
  /**
   * Understood.
   *
   * @param question what is to be computed
   * @param interpretation the same in words, so that whoever asked can see what was understood
   * @param sql the same for the database
   * @param rival another question that the words may mean, which has to have the same first row;
   *     {@code null} when there is none
   * @param goesOn whether it goes on from an earlier question
   */
  record Asked(
      Question question, String interpretation, String sql, @Nullable Rival rival, boolean goesOn)
      implements Reading {
    public Asked {
      Objects.requireNonNull(question);
      Objects.requireNonNull(interpretation);
      Objects.requireNonNull(sql);
    }
  }

  /**
   * The other thing that words may mean.
   *
   * @param sql of the other question
   * @param word that has two meanings
   * @param reason what to say when the answers differ
   * @param nearest questions that say which
   */
  record Rival(String sql, String word, String reason, List<String> nearest) {
    public Rival {
      nearest = List.copyOf(nearest);
    }
  }

  /**
   * Not understood, or not in one way only.
   *
   * @param word the word or words that it failed on
   * @param reason one sentence
   * @param nearest questions that can be answered
   */
  record Refused(String word, String reason, List<String> nearest) implements Reading {
    public Refused {
      Objects.requireNonNull(word);
      Objects.requireNonNull(reason);
      nearest = List.copyOf(nearest);
    }
  }
}
