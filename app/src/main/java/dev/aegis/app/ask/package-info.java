/**
 * {@code aegis ask}: questions in words about recorded telemetry, read by {@code
 * dev.aegis.question} and run on the tables of {@code app.evidence}.
 */
@NullMarked
package dev.aegis.app.ask;

import org.jspecify.annotations.NullMarked;
