/**
 * What the owners of a service allow: autonomy, freezes, limits; who must look at a plan before it
 * may be carried out, and what the security specialist says of it. Imports {@code room} and {@code
 * telemetry}.
 */
@NullMarked
package dev.aegis.policy;

import org.jspecify.annotations.NullMarked;
