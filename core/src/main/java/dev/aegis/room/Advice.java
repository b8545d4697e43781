package dev.aegis.room;

import java.util.List;
import java.util.Objects;

/**
 * What a model put forward beside what an agent said, and what became of it. It asks nobody to act
 * and nothing is decided upon it; the conversation stands with it, so that reading the room later
 * needs no model.
 *
 * @param model which one, with its provider, such as {@code featherless Qwen/Qwen3-32B}
 * @param words the agent's message in the model's words; empty where there are none, or they were
 *     refused
 * @param silence why the model said nothing; empty where it answered
 * @param proposals what it put forward, and refused words, in its order
 * @param exchanges what it was sent and what it answered, in order
 * @param evidence what its questions found
 */
public record Advice(
    String model,
    String words,
    String silence,
    List<Proposal> proposals,
    List<Exchange> exchanges,
    List<Evidence> evidence)
    implements Payload {
  public Advice {
    Objects.requireNonNull(model);
    Objects.requireNonNull(words);
    Objects.requireNonNull(silence);
    proposals = List.copyOf(proposals);
    exchanges = List.copyOf(exchanges);
    evidence = List.copyOf(evidence);
  }

  @Override
  public Intent intent() {
    return Intent.ADVICE;
  }

  /** What can be put forward. */
  public enum Kind {
    /** The message in other words. */
    WORDS,
    /** One of our causes, to be looked at. */
    HYPOTHESIS,
    /** A question in words about what was observed. */
    QUESTION,
    /** Something else that it looked up with a tool. */
    LOOK_UP,
    /** A fix of the catalogue. */
    CANDIDATE
  }

  /**
   * One thing that a model put forward.
   *
   * @param kind what it is
   * @param text as the model gave it
   * @param accepted whether it passed the check that anybody's would have to pass
   * @param why what the check found
   */
  public record Proposal(Kind kind, String text, boolean accepted, String why) {
    public Proposal {
      Objects.requireNonNull(kind);
      Objects.requireNonNull(text);
      Objects.requireNonNull(why);
    }
  }

  /**
   * One request and its answer.
   *
   * @param prompt as it was sent, names from telemetry replaced by placeholders
   * @param reply as it came
   */
  public record Exchange(String prompt, String reply) {
    public Exchange {
      Objects.requireNonNull(prompt);
      Objects.requireNonNull(reply);
    }
  }
}
