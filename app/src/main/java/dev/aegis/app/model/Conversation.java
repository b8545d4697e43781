package dev.aegis.app.model;

import dev.aegis.room.Advice.Exchange;
import java.time.Duration;
import java.util.List;

/** A conversation with one model, on the caller's thread. */
@FunctionalInterface
public interface Conversation {
  /**
   * Tells the model its role and the message, lets it look things up, and takes what it says last.
   *
   * @param within the longest that it may take; a look-up that has begun is finished
   * @return what was said; a failure is among it and never thrown
   */
  Said hold(Endpoint endpoint, String role, String message, List<Tool> tools, Duration within);

  /**
   * What was said.
   *
   * @param last the model's last words; empty where it failed
   * @param failure why there are none; empty where there are
   * @param lasting whether the failure is known to go on for a while
   * @param ours whether the endpoint is well and only this request is at fault
   * @param exchanges every request and answer
   * @param tokens of all of them
   * @param dollars of all of them, where known
   */
  record Said(
      String last,
      String failure,
      boolean lasting,
      boolean ours,
      List<Exchange> exchanges,
      long tokens,
      double dollars) {
    public Said {
      exchanges = List.copyOf(exchanges);
    }
  }

  /**
   * Something that a model may look up. It reads and changes nothing.
   *
   * @param name in lower case with underscores
   * @param purpose one sentence for the model
   * @param argument name of its one argument; empty where it has none
   * @param values that the argument may have; empty where it is free text
   * @param look what it does
   */
  record Tool(String name, String purpose, String argument, List<String> values, Look look) {
    public Tool {
      values = List.copyOf(values);
    }
  }

  /** A look-up. */
  @FunctionalInterface
  interface Look {
    /** What was found, for the model to read; never fails. */
    String up(String argument);
  }
}
