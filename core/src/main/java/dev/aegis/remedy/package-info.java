/**
 * The catalogue of fixes and the planner that picks the next candidate, given what was rejected and
 * why. Imports {@code room}, {@code telemetry} and {@code incident}.
 */
@NullMarked
package dev.aegis.remedy;

import org.jspecify.annotations.NullMarked;
