/**
 * On call for a service that really runs: reads its telemetry as it comes in, opens a room when an
 * incident is certain, and leads it to its end by the wall clock. Imports {@code host}, {@code
 * journal}, {@code mask} and the core.
 */
@NullMarked
package dev.aegis.app.oncall;

import org.jspecify.annotations.NullMarked;
