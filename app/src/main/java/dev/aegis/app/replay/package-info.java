/**
 * Judges fixes on a past incident again, those that were considered and others: finds the incident
 * in the journals, reads what is kept of it, completes what a person names, and shows the verdicts
 * with their bands. Writes nothing. Imports {@code recording}, {@code investigation}, {@code
 * journal}, {@code forecast}, {@code intake}, {@code mask}, {@code live}, {@code host}, {@code
 * terminal}, {@code wire}, {@code cli} and the core.
 */
@NullMarked
package dev.aegis.app.replay;

import org.jspecify.annotations.NullMarked;
