/**
 * The report on an incident as a page, a PDF and JSON, with pictures of what it rests on. Imports
 * the core, the pictures of {@code app.page} and the journals of {@code app.forecast}.
 */
@NullMarked
package dev.aegis.app.report;

import org.jspecify.annotations.NullMarked;
