/**
 * How often the validator was right: finds every journal under the state directory, reads each
 * without disturbing its owner, and shows forecasts of executed plans beside what came of them.
 * Owns nothing on disk and writes nothing. Imports {@code journal}, {@code terminal}, {@code wire},
 * {@code host}, {@code cli} and the core.
 */
@NullMarked
package dev.aegis.app.forecast;

import org.jspecify.annotations.NullMarked;
