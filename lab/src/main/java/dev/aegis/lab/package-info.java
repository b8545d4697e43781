/**
 * A small live production to break: real processes, real traffic, real faults. It is no part of the
 * product and may import the core and the shell, which never import it.
 */
@NullMarked
package dev.aegis.lab;

import org.jspecify.annotations.NullMarked;
