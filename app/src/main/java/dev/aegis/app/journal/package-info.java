/**
 * What survives: the durable log of every room, the inbox of alerts, and the bus over them. Owns
 * the files {@code journal.db}, {@code journal.lock} and {@code journal.mark} in the state
 * directory. Imports {@code room}, the {@code wire} form, and SQLite.
 */
@NullMarked
package dev.aegis.app.journal;

import org.jspecify.annotations.NullMarked;
