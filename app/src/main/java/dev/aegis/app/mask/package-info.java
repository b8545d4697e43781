/**
 * What must not be kept or told: secrets and personal data in text from outside, hidden before it
 * reaches evidence, rooms or models. Owns the rules, the key of the pseudonyms, and the part {@code
 * mask} of {@code aegis.yaml}. Imports {@code intake} and the core.
 */
@NullMarked
package dev.aegis.app.mask;

import org.jspecify.annotations.NullMarked;
