/** Tests of the twin. */
@NullMarked
package dev.aegis.twin;

import org.jspecify.annotations.NullMarked;
