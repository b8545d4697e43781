/**
 * From samples to an alert: detectors of single series, the burn of the service level objective,
 * and the watch that decides when an incident is certain. Imports {@code room}, {@code telemetry}
 * and {@code surprise} and nothing else of ours.
 */
@NullMarked
package dev.aegis.anomaly;

import org.jspecify.annotations.NullMarked;
