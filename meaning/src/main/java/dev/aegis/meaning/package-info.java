/** Search by meaning, with MiniLM in this process; beside the product, for whoever wants it. */
@NullMarked
package dev.aegis.meaning;

import org.jspecify.annotations.NullMarked;
