/**
 * What closed incidents leave behind, and which of them the present one is like. It moves what is
 * believed and tried first by little, visibly, and vouches for nothing.
 */
@NullMarked
package dev.aegis.memory;

import org.jspecify.annotations.NullMarked;
