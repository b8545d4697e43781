package dev.aegis.room;

/** How bad it is, worst first. */
public enum Severity {
  SEV1,
  SEV2,
  SEV3,
  SEV4
}
