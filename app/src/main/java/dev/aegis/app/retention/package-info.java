/**
 * What is forgotten of incidents that are over: their evidence and their recordings, never the
 * journal's record of them. Imports {@code evidence}, {@code recording}, {@code journal}, {@code
 * intake} and the core.
 */
@NullMarked
package dev.aegis.app.retention;

import org.jspecify.annotations.NullMarked;
