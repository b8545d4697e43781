/**
 * The evidence of one incident as an embedded database that can be asked and not be changed. Owns
 * DuckDB; answers {@link dev.aegis.agent.Desk#query}.
 */
@NullMarked
package dev.aegis.app.evidence;

import org.jspecify.annotations.NullMarked;
