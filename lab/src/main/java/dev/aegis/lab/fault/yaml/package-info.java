/**
 * Reads fault files, shipped and brought. Imports {@code lab.fault} and the YAML reader of {@code
 * app.intake}; no serving process loads it.
 */
@NullMarked
package dev.aegis.lab.fault.yaml;

import org.jspecify.annotations.NullMarked;
