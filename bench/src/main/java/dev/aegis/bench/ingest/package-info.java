/**
 * How much telemetry and how many alerts come in a second, and what a series costs. Not shipped.
 */
@NullMarked
package dev.aegis.bench.ingest;

import org.jspecify.annotations.NullMarked;
