package dev.aegis.app.cli;

import java.util.Objects;
import java.util.function.UnaryOperator;

/** A command cannot go on, for a reason that one sentence tells the person who typed it. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ExitCode code;

  /** The message says what was expected, what was found, where, and what to do. */
  public CommandFailure(ExitCode code, String message) {
    super(message);
    this.code = Objects.requireNonNull(code);
  }

  public CommandFailure(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code);
  }

  /** The same sentence as the failure it comes from. */
  public static CommandFailure from(RuntimeException cause, ExitCode code) {
    return new CommandFailure(code, String.valueOf(cause.getMessage()), cause);
  }

  /** The same sentence with what must not be told hidden, such as in the name of a file. */
  public static CommandFailure from(
      RuntimeException cause, ExitCode code, UnaryOperator<String> hiding) {
    return new CommandFailure(code, hiding.apply(String.valueOf(cause.getMessage())), cause);
  }

  public ExitCode code() {
    return code;
  }
}
