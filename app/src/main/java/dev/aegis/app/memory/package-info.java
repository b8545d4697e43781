/** What closed incidents of the journals leave behind, and what people say of it. */
@NullMarked
package dev.aegis.app.memory;

import org.jspecify.annotations.NullMarked;
