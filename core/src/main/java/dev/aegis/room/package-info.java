/**
 * The shared language: the envelope, the sealed payloads, who may say what, and the bus that
 * carries it. Imports {@code telemetry}'s values and nothing else of ours.
 */
@NullMarked
package dev.aegis.room;

import org.jspecify.annotations.NullMarked;
