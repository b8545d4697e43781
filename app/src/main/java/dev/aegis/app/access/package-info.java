/**
 * Who may enter the war room, and what they may do there: roles and rights, local accounts with the
 * hashes of their passwords, attempts that are counted, and sessions. Owns the file of accounts in
 * the state directory; knows nothing of HTTP. Imports {@code app.host}, {@code app.intake}, {@code
 * app.cli} and the core.
 */
@NullMarked
package dev.aegis.app.access;

import org.jspecify.annotations.NullMarked;
