/**
 * The demo's production: a scenario read from a file, simulated with parameters the agents never
 * see, watched by scrapes like any other service and changed by an actuator like any other target.
 */
@NullMarked
package dev.aegis.app.scenario;

import org.jspecify.annotations.NullMarked;
