package dev.aegis.app.host;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Makes the adviser of a command from what is set up. */
@FunctionalInterface
public interface Advisers {
  /** Without models. */
  Advisers NONE = (_, _) -> Adviser.NONE;

  /**
   * The adviser.
   *
   * @param hiding masks what must not be told
   * @param notes takes what has to be said once about what is set up
   * @throws RuntimeException with everything that is wrong with it
   */
  Adviser of(UnaryOperator<String> hiding, Consumer<String> notes);
}
