/**
 * Telemetry that is fetched, written into the {@link dev.aegis.app.series.SeriesTable}: the raw
 * samples of a server that speaks Prometheus's HTTP API, and what single targets say. Owns every
 * limit on what such a server may answer. Imports {@code app.series}, {@code app.scrape} (targets)
 * and {@code app.intake} (for numbers and clean text).
 */
@NullMarked
package dev.aegis.app.pull;

import org.jspecify.annotations.NullMarked;
