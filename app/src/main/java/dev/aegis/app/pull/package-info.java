/**
 * Telemetry that is fetched: the raw samples of a server that speaks Prometheus's HTTP API, written
 * into the {@link dev.aegis.app.series.SeriesTable}. Owns every limit on what such a server may
 * answer. Imports {@code app.series} and {@code app.intake} (for numbers and clean text).
 */
@NullMarked
package dev.aegis.app.pull;

import org.jspecify.annotations.NullMarked;
