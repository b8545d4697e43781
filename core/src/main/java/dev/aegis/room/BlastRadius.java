package dev.aegis.room;

/** How much is touched when an action goes wrong, smallest first. */
public enum BlastRadius {
  /** One service in one region, nothing running is stopped. */
  SMALL,
  /** One service in one region, what runs is replaced or refused. */
  MEDIUM,
  /** All users of a region, or another region too. */
  LARGE
}
