/**
 * Conversations with models through LangChain4j, over an HTTP client of our own. Nothing of it is
 * loaded where no model is set up. Imports {@code model}, which knows nothing of the library.
 */
@NullMarked
package dev.aegis.app.model.langchain;

import org.jspecify.annotations.NullMarked;
