/**
 * Scores judges of fixes by what the fixes did: rates, their bounds, and baselines that judge from
 * the same evidence. Values only; imports {@code room} and {@code telemetry} of the core.
 */
@NullMarked
package dev.aegis.lab.score;

import org.jspecify.annotations.NullMarked;
