package dev.aegis.app.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the summary of a recording says beside its incident.
 *
 * @param promised whether the objectives were declared, not assumed
 * @param now the instant from which the incident was looked at; {@code null} without one
 * @param over when the incident was over; {@code null} where it was not
 * @param others further incidents in the recording
 */
public record Recorded(
    boolean promised, @Nullable Instant now, @Nullable Instant over, int others) {}
