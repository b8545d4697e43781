package dev.aegis.app.band.wire;

import java.util.Arrays;

/** Whether somebody in a chat is a person (or their script) or an agent. */
public enum PartyType {
  USER("User"),
  AGENT("Agent");

  private final String wire;

  PartyType(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }

  /**
   * One by its name on the wire.
   *
   * @throws IllegalArgumentException for another name
   */
  public static PartyType of(String wire) {
    return Arrays.stream(values())
        .filter(each -> each.wire.equals(wire))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("expected User or Agent, found " + wire));
  }
}
