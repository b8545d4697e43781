/**
 * What of an incident is worth telling people who are not in its room, read from its log: a pure
 * fold. Imports {@code room}, {@code incident} and the figures of {@code postmortem}.
 */
@NullMarked
package dev.aegis.notice;

import org.jspecify.annotations.NullMarked;
