/**
 * What the verdicts of an incident were computed from, kept beside its journal so that they can be
 * computed again: the figures of its service up to the newest verdict, the changes, what the owners
 * declared, and the settings and the seed of the replay. Imports {@code host}, {@code intake},
 * {@code live} and the core.
 */
@NullMarked
package dev.aegis.app.recording;

import org.jspecify.annotations.NullMarked;
