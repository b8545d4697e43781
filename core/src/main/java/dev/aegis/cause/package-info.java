/**
 * From a window of telemetry to ranked root causes: change correlation, the SQL that is asked, what
 * the answers weigh for and against each cause. Imports {@code room}, {@code telemetry}, {@code
 * question}, {@code culprit} and {@code suspect} and nothing else of ours; rows come in through
 * {@link dev.aegis.cause.Sql}.
 */
@NullMarked
package dev.aegis.cause;

import org.jspecify.annotations.NullMarked;
