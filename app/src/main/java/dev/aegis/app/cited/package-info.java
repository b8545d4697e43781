/**
 * What the messages of an incident rest on, asked again: every query of its room runs on the look
 * of the evidence that it was asked of, and has to give the same rows. Owns nothing on disk and
 * writes nothing. Imports {@code evidence}, {@code forecast}, {@code host}, {@code terminal},
 * {@code wire}, {@code cli} and the core.
 */
@NullMarked
package dev.aegis.app.cited;

import org.jspecify.annotations.NullMarked;
