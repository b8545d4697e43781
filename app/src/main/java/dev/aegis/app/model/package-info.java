/**
 * What a model may put forward beside our agents, and what that costs at most: who is asked, what
 * is shown, within which budget, and the checks that an answer has to pass. It decides nothing of
 * an incident. Knows no library for models; {@code model.langchain} speaks with them.
 */
@NullMarked
package dev.aegis.app.model;

import org.jspecify.annotations.NullMarked;
