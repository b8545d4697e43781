/**
 * Which change broke it, on RootCauseBench: its files, its labels, its baselines and its score. The
 * name of a case and its label reach no decision. Imports {@code suspect}, {@code intake}, {@code
 * wire}, {@code cli} and the core.
 */
@NullMarked
package dev.aegis.app.score.rootcausebench;

import org.jspecify.annotations.NullMarked;
