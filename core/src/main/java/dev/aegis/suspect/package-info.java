/**
 * Which change may have caused a failure, or that none did: the diffs of commits, what each edit
 * does, how that fails, and what telemetry shows. Owns the knowledge of failure mechanisms. Imports
 * {@code telemetry} and nothing else of ours. All text is untrusted and only ever compared.
 */
@NullMarked
package dev.aegis.suspect;

import org.jspecify.annotations.NullMarked;
