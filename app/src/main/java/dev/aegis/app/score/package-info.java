/**
 * Grades on published benchmarks: reads their files, lets the product's own code judge every case,
 * and only then holds the labels against what it said. Owns the benchmarks' scoring rules; owns no
 * data. Imports its own packages below, {@code cli}, {@code wire}, {@code intake} and the core.
 */
@NullMarked
package dev.aegis.app.score;

import org.jspecify.annotations.NullMarked;
