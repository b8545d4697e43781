/**
 * The twin of a service: its model, the event simulation of it, its calibration from telemetry, and
 * the chaos replay that vouches for a fix or does not. May import {@code room} and {@code
 * telemetry}, nothing else of ours.
 */
@NullMarked
package dev.aegis.twin;

import org.jspecify.annotations.NullMarked;
