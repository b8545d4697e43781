package dev.aegis.app.change;

import dev.aegis.telemetry.Change;

/**
 * A change as it was announced.
 *
 * @param id names it, so that it counts once however often it is announced
 * @param change what was changed
 */
public record Announced(String id, Change change) {}
