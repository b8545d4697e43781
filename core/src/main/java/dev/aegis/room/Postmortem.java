package dev.aegis.room;

import java.util.Objects;

/**
 * The report on a closed incident.
 *
 * @param markdown the report, in CommonMark
 */
public record Postmortem(String markdown) implements Payload {
  public Postmortem {
    Objects.requireNonNull(markdown);
  }

  @Override
  public Intent intent() {
    return Intent.POSTMORTEM;
  }
}
