/**
 * A live production as {@link dev.aegis.telemetry.Telemetry}: from scrapes, change events and log
 * files to the canonical vocabulary, and from there to a recording that {@code app.intake} reads
 * back. Owns the mapping of names ({@link dev.aegis.app.live.MetricNames}) and the arithmetic of
 * counters and histograms; imports {@code app.scrape}, {@code app.series}, {@code app.intake} and
 * {@code telemetry}.
 */
@NullMarked
package dev.aegis.app.live;

import org.jspecify.annotations.NullMarked;
