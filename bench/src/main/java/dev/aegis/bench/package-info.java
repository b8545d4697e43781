/** Benchmarks and scorecards. Not shipped. */
@NullMarked
package dev.aegis.bench;

import org.jspecify.annotations.NullMarked;
