package dev.aegis.telemetry;

import java.time.Instant;

/**
 * One line of a log.
 *
 * @param at when it was written
 * @param service who wrote it; empty when not recorded
 * @param level such as {@code ERROR}; empty when not recorded
 * @param text the message: untrusted text, never acted upon
 */
public record LogLine(Instant at, String service, String level, String text) {}
