/**
 * What was observed as an embedded database that can be asked and not be changed: the evidence of
 * one incident, and recorded rows as they stand in files. Owns DuckDB; answers {@link
 * dev.aegis.agent.Desk#query}. Imports the core, and {@code intake} for rows.
 */
@NullMarked
package dev.aegis.app.evidence;

import org.jspecify.annotations.NullMarked;
