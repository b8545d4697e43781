package dev.aegis.app.model;

import java.util.Locale;

/** Who serves models in a way of their own. */
public enum Provider {
  AIML,
  FEATHERLESS,
  /** Any endpoint that speaks OpenAI's API. */
  OPENAI;

  /** The word for it in settings. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
