/**
 * Changes that others announce: deployments of GitHub, Argo CD and CDEvents, flags, and whatever a
 * script says with one line of {@code curl}; and the log that keeps them over a restart. Every word
 * is hostile data. Imports {@code app.scrape} (for JSON within limits), {@code app.intake} (for
 * clean text) and {@code telemetry}.
 */
@NullMarked
package dev.aegis.app.change;

import org.jspecify.annotations.NullMarked;
