/**
 * The command line: what can be asked, in which words, and how it ends. Parses, calls {@link
 * dev.aegis.app.cli.DemoRun}, {@link dev.aegis.app.cli.InvestigateRun}, {@link
 * dev.aegis.app.cli.ForecastsRun}, {@link dev.aegis.app.cli.ReplayRun}, {@link
 * dev.aegis.app.cli.BacktestRun} or {@link dev.aegis.app.cli.LabRun}, and turns what comes back
 * into an exit code. May import {@code terminal}, {@code host} and the core's values; does none of
 * the work.
 */
@NullMarked
package dev.aegis.app.cli;

import org.jspecify.annotations.NullMarked;
