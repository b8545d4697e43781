/**
 * Questions about telemetry: the typed question, the vocabulary and grammar that read it from
 * words, and the SQL it becomes. Pure: the data's own names and values come in as a {@link
 * dev.aegis.question.Schema}. Imports nothing of ours.
 */
@NullMarked
package dev.aegis.question;

import org.jspecify.annotations.NullMarked;
