/**
 * What the twin could vouch for, from telemetry that is there: tests each service window by window
 * and says what to record or declare to get further. Touches nothing. Imports {@code recording},
 * {@code serve} (the past that its sources have), {@code intake}, {@code host}, {@code terminal},
 * {@code wire}, {@code cli} and the core.
 */
@NullMarked
package dev.aegis.app.backtest;

import org.jspecify.annotations.NullMarked;
