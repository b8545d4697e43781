/**
 * The war room as a page: what a browser shows of incidents, computed from the fold over their logs
 * and nothing else, and the templates that write it as HTML. It owns no port, no session and no
 * clock; {@code serve} does. Imports {@code terminal} (for its sentences) and the core.
 */
@NullMarked
package dev.aegis.app.page;

import org.jspecify.annotations.NullMarked;
