package dev.aegis.app.access;

/** What a person may be allowed to do on pages; whoever has one has those before it, too. */
public enum Right {
  /** See incidents, rooms and their evidence. */
  LOOK,
  /** Say something in a room: post, ask, challenge. */
  SPEAK,
  /** Set the kill switch: whoever sees something go wrong may stop it. */
  STOP,
  /** Approve or reject a plan. */
  DECIDE,
  /** Clear the kill switch. */
  CONTROL
}
