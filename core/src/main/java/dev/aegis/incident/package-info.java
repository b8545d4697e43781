/**
 * The state of an incident, folded from its room's log, and its lifecycle as one transition table.
 * Imports {@code room} and {@code telemetry}.
 */
@NullMarked
package dev.aegis.incident;

import org.jspecify.annotations.NullMarked;
