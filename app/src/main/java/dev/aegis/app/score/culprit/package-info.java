/**
 * Benchmarks in which a component broke: a case as it may be judged, its label apart from it, how
 * often the right component is among the first, and what a simple ranking gets. Owns no format of
 * any benchmark. Imports {@code cli}, {@code wire}, {@code intake} and the core.
 */
@NullMarked
package dev.aegis.app.score.culprit;

import org.jspecify.annotations.NullMarked;
