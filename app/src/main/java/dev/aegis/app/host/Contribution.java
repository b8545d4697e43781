package dev.aegis.app.host;

import dev.aegis.app.intake.CleanText;
import dev.aegis.incident.Incident;
import dev.aegis.room.Challenge;
import dev.aegis.room.Handle;
import dev.aegis.room.Payload;
import dev.aegis.room.Question;
import dev.aegis.room.Remark;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person says in a room. Whom it asks is read from their words once, here, where they are
 * typed; from then on it stands in the envelope. It asks for answers and nothing else: an agent
 * that a person mentions proposes, approves and executes nothing.
 *
 * @param room where; empty for the one that is open
 * @param payload a question, a remark or a challenge
 * @param mentions whom it asks
 */
public record Contribution(Optional<RoomId> room, Payload payload, List<Handle> mentions) {
  /** Characters; longer words are cut. */
  public static final int LONGEST = 500;

  /** So many a room takes of people, so that its log stays readable. */
  public static final int MOST = 200;

  private static final List<Handle> AGENTS =
      List.of(
          Handle.OBSERVER,
          Handle.DIAGNOSTICIAN,
          Handle.REMEDIATOR,
          Handle.VALIDATOR,
          Handle.COMMANDER,
          Handle.SECURITY);
  private static final Pattern MENTION = Pattern.compile("(?<![\\w@.])@([A-Za-z][A-Za-z0-9_-]*)");

  public Contribution {
    Objects.requireNonNull(room);
    Objects.requireNonNull(payload);
    mentions = List.copyOf(mentions);
  }

  /**
   * What somebody typed. With a mention it asks those agents; without one it asks @diagnostician or
   * is a remark.
   *
   * @param by who they are
   * @param asks whether an answer is wanted where nobody is mentioned
   */
  public static Contribution typed(String words, String by, boolean asks) {
    String clean = CleanText.line(words, LONGEST);
    List<Handle> mentions = new ArrayList<>();
    Matcher mention = MENTION.matcher(clean);
    while (mention.find()) {
      String name = "@" + mention.group(1).toLowerCase(Locale.ROOT);
      AGENTS.stream()
          .filter(agent -> agent.name().equals(name) && !mentions.contains(agent))
          .forEach(mentions::add);
    }
    if (mentions.isEmpty() && !asks) {
      return new Contribution(Optional.empty(), new Remark(clean, by), mentions);
    }
    return new Contribution(
        Optional.empty(),
        new Question(clean, by),
        mentions.isEmpty() ? List.of(Handle.DIAGNOSTICIAN) : mentions);
  }

  /** Somebody doubts what an agent said, who looks at it again. */
  public static Contribution challenge(RoomMessage claim, String reason, String by) {
    return new Contribution(
        Optional.empty(),
        new Challenge(claim.id(), CleanText.line(reason, LONGEST), by),
        List.of(claim.sender()));
  }

  /** Whether people have said all that a room takes. */
  public static boolean isFull(Incident incident) {
    return incident.log().stream().filter(Contribution::isOfPeople).count() >= MOST;
  }

  /** Whether a message is a contribution. */
  static boolean isOfPeople(RoomMessage message) {
    return message.sender().equals(Handle.HUMAN)
        && (message.payload() instanceof Question
            || message.payload() instanceof Remark
            || message.payload() instanceof Challenge);
  }

  /** The same for a room of that name. */
  public Contribution in(RoomId place) {
    return new Contribution(Optional.of(place), payload, mentions);
  }

  /** The same with what must not be told hidden. */
  public Contribution masked(UnaryOperator<String> masking) {
    Payload hidden =
        switch (payload) {
          case Question q -> new Question(masking.apply(q.question()), q.by());
          case Remark r -> new Remark(masking.apply(r.words()), r.by());
          case Challenge c -> new Challenge(c.claim(), masking.apply(c.reason()), c.by());
          default -> throw new IllegalStateException("no contribution: " + payload.intent());
        };
    return new Contribution(room, hidden, mentions);
  }

  /** The words as they are told. */
  public String text() {
    return switch (payload) {
      case Question q -> q.question();
      case Remark r -> r.words();
      case Challenge c -> c.reason();
      default -> throw new IllegalStateException("no contribution: " + payload.intent());
    };
  }
}
