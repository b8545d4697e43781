/**
 * Benchmarks of hot methods and scorecards of judgement, run by hand and by the nightly build. It
 * is not shipped; it may import the core and the shell, which never import it.
 */
@NullMarked
package dev.aegis.bench;

import org.jspecify.annotations.NullMarked;
