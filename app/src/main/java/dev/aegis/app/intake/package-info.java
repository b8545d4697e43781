/**
 * Reads recordings that people bring: metrics, logs, changes and objectives, in whatever shape they
 * were exported, into {@link dev.aegis.telemetry.Telemetry}. Owns the formats, the aliases of
 * column names, the units and every limit on size; imports {@code telemetry} only. What is read is
 * hostile data: it is detected by content, never by file name, and it selects nothing but numbers
 * and names.
 */
@NullMarked
package dev.aegis.app.intake;

import org.jspecify.annotations.NullMarked;
