/**
 * The commands of the lab, found by the command line through {@link java.util.ServiceLoader}. May
 * import all of the lab, {@code app} and {@code core}.
 */
@NullMarked
package dev.aegis.lab.command;

import org.jspecify.annotations.NullMarked;
