/**
 * Copies of a state directory, taken while others may write to it. Owns the form of a backup.
 * Imports {@code journal}, {@code forecast}, {@code host}, {@code cli} and the core.
 */
@NullMarked
package dev.aegis.app.backup;

import org.jspecify.annotations.NullMarked;
