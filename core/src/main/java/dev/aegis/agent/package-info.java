/**
 * The five agents and the security specialist, each a function from a room's log and what can be
 * looked up to answers. May import every other package of the core; nobody imports it.
 */
@NullMarked
package dev.aegis.agent;

import org.jspecify.annotations.NullMarked;
