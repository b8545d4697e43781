/**
 * Band's agent protocol as values: frames of its socket (Phoenix, serializer V2), bodies of its
 * requests, and the records that both carry. Pure: no I/O, no clock, no threads. Imports nothing of
 * ours.
 */
@NullMarked
package dev.aegis.app.band.wire;

import org.jspecify.annotations.NullMarked;
