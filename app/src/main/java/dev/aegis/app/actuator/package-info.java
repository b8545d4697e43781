/**
 * Actuators: how orders reach real targets, and how those targets are read. Each implements {@link
 * dev.aegis.execution.Actuator} and passes its contract. Imports {@code execution} and {@code
 * room}.
 */
@NullMarked
package dev.aegis.app.actuator;

import org.jspecify.annotations.NullMarked;
