/**
 * Decodes what others push: Prometheus remote write and OTLP, from bytes into the {@link
 * dev.aegis.app.series.SeriesTable} without an object a sample. Owns every limit on a body. What is
 * read is hostile data: each decoder takes it to its end or refuses it with one sentence. Imports
 * {@code app.series} and {@code telemetry}.
 */
@NullMarked
package dev.aegis.app.receive;

import org.jspecify.annotations.NullMarked;
