/**
 * The shell round the pure core: it starts Aegis, reads its settings and wires its parts by hand in
 * one place. It may import every package of the core and of the shell.
 */
@NullMarked
package dev.aegis.app;

import org.jspecify.annotations.NullMarked;
