package dev.aegis.app.search;

import java.nio.file.Path;

/**
 * A model of language in this process: texts that mean alike point alike. Found through {@link
 * java.util.ServiceLoader}; nothing is loaded before {@link #open}. Used by many threads.
 */
public interface Meaning {
  /**
   * Loads the model, which takes seconds and some hundred megabytes.
   *
   * @param cache a directory for what has to be unpacked; it is made where it is missing
   * @throws RuntimeException where this machine cannot
   */
  void open(Path cache);

  /**
   * Where a text points.
   *
   * @param text of which some hundred words count
   * @return as many figures for each text
   */
  float[] of(String text);
}
