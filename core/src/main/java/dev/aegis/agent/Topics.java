package dev.aegis.agent;

import dev.aegis.room.Answer;
import dev.aegis.room.Handle;
import dev.aegis.room.Question;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an agent can tell people. A question is taken to be about the first topic whose words it
 * has; what has none of them is not answered, and the topics are named instead.
 */
final class Topics {
  private static final Pattern MENTION = Pattern.compile("(?<![\\w@])@[a-z][a-z0-9_-]*");

  private final List<Topic> topics;
  private final List<String> further;

  /**
   * @param topics in the order in which they are tried
   * @param further examples of what is answered in another way
   */
  Topics(List<Topic> topics, List<String> further) {
    this.topics = List.copyOf(topics);
    this.further = List.copyOf(further);
  }

  /**
   * One of them.
   *
   * @param example a question that it answers
   * @param words a regular expression, found in lower case; a word of it makes it the topic
   * @param answer computed when asked
   */
  record Topic(String example, Pattern words, Supplier<Answer> answer) {
    static Topic of(String example, String words, Supplier<Answer> answer) {
      return new Topic(example, Pattern.compile("\\b(?:" + words + ")\\b"), answer);
    }
  }

  /** A person's question, where that is what the turn is about; agents ask each other to act. */
  static Optional<String> asked(Turn turn) {
    return turn.trigger().sender().equals(Handle.HUMAN)
            && turn.trigger().payload() instanceof Question question
        ? Optional.of(plain(question.question()))
        : Optional.empty();
  }

  /** The words without whom they are meant for. */
  static String plain(String question) {
    return MENTION.matcher(question).replaceAll(" ").replaceAll("\\s+", " ").strip();
  }

  Answer answer(String question) {
    String words = question.toLowerCase(Locale.ROOT);
    return topics.stream()
        .filter(topic -> topic.words().matcher(words).find())
        .findFirst()
        .map(topic -> topic.answer().get())
        .orElseGet(this::unknown);
  }

  private Answer unknown() {
    String known =
        Stream.concat(topics.stream().map(Topic::example), further.stream())
            .collect(Collectors.joining(" | "));
    return new Answer("I cannot answer that; I can answer: " + known, List.of());
  }

  /** An answer that rests on nothing but the room itself. */
  static Answer fromTheRoom(String text) {
    return new Answer(text, List.of());
  }
}
