/**
 * What was observed: series, windows, changes, the service's objectives and its declared shape.
 * Values only; imports nothing of ours.
 */
@NullMarked
package dev.aegis.telemetry;

import org.jspecify.annotations.NullMarked;
