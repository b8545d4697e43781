/**
 * Keeps a room going: gives each mention its turn, announces deadlines, and carries armed steps to
 * the targets. The only place where agents meet time and effects.
 */
@NullMarked
package dev.aegis.app.host;

import org.jspecify.annotations.NullMarked;
