/**
 * What people see in the terminal: a room's messages as lines, the plot of p99 against the SLO, and
 * colour where it helps. Pure: gives text back and writes nowhere. May import the core's values and
 * nothing of the shell.
 */
@NullMarked
package dev.aegis.app.terminal;

import org.jspecify.annotations.NullMarked;
