package dev.aegis.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Nobody reads what is printed any more, as behind {@code | head}: no reason to say anything. */
public final class OutputClosed extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  OutputClosed(IOException cause) {
    super(cause);
  }
}
