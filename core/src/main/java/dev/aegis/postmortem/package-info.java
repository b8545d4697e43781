/**
 * What a closed incident comes down to: the fold of a room's log, what follows from its cause, and
 * the report in Markdown. Nothing is said here that is not in the log. Imports {@code room} and
 * {@code telemetry}'s values.
 */
@NullMarked
package dev.aegis.postmortem;

import org.jspecify.annotations.NullMarked;
