/**
 * An incident as a trace of its own, for whoever watches Aegis with OpenTelemetry: what it did
 * when, read from the room, and the sending of it. Imports the core.
 */
@NullMarked
package dev.aegis.app.tracing;

import org.jspecify.annotations.NullMarked;
