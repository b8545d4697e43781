package dev.aegis.app.band.wire;

import java.util.Locale;

/** What somebody is in a chat. */
public enum ChatRole {
  OWNER,
  ADMIN,
  MEMBER;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether they may take others out. */
  public boolean leads() {
    return this != MEMBER;
  }
}
