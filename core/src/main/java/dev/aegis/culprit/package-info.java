/**
 * Which component broke: from what was measured of several components around one onset, and who
 * calls whom, to a ranking with a probability and with what speaks for and against each. Owns the
 * accounting of lost time and failures along the calls, what is odd inside a component, and how
 * both are weighed. Knows no file, no service of ours and no query language. Imports {@code
 * telemetry} and nothing else of ours.
 */
@NullMarked
package dev.aegis.culprit;

import org.jspecify.annotations.NullMarked;
