/**
 * How @observer and @remediator take their turns where a model is asked: as state graphs of
 * LangGraph4j over the same decisions. Nothing of it is loaded where no model is set up.
 */
@NullMarked
package dev.aegis.app.model.graph;

import org.jspecify.annotations.NullMarked;
