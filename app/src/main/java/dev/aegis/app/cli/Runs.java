package dev.aegis.app.cli;

import java.util.HashMap;
import java.util.Map;

/** Who runs each command, by the interface that the command asks for. Immutable. */
public final class Runs {
  private static final Runs NONE = new Runs(Map.of());
  private final Map<Class<?>, Object> runs;

  private Runs(Map<Class<?>, Object> runs) {
    this.runs = runs;
  }

  /** Nobody runs anything. */
  public static Runs none() {
    return NONE;
  }

  /**
   * These and one more, or another in the place of one.
   *
   * @param <R> the interface, such as {@link AskRun}
   */
  public <R> Runs with(Class<R> command, R run) {
    Map<Class<?>, Object> more = new HashMap<>(runs);
    more.put(command, run);
    return new Runs(more);
  }

  /**
   * Who runs it.
   *
   * @throws IllegalStateException when nobody does
   */
  <R> R of(Class<R> command) {
    Object run = runs.get(command);
    if (run == null) {
      throw new IllegalStateException("nobody runs " + command.getSimpleName() + " here");
    }
    return command.cast(run);
  }
}
