/**
 * Reaches the lab's plant from outside, as Aegis reaches any production: over its API, with keys,
 * epochs and dry runs. Imports {@code execution} and {@code room}.
 */
@NullMarked
package dev.aegis.lab.acting;

import org.jspecify.annotations.NullMarked;
