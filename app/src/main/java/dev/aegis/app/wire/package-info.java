/**
 * The wire form of the room's messages: one JSON object, one line. Owns every name on the wire and
 * every limit of what is read. Imports {@code room} and {@code telemetry} values and the JSON
 * tokeniser only.
 */
@NullMarked
package dev.aegis.app.wire;

import org.jspecify.annotations.NullMarked;
