/**
 * {@code aegis serve}: the web server that takes telemetry, alerts and changes, the file that says
 * what is watched, and the thread that is on call over what came in. Owns who may send what, who
 * may look on, what people do on pages, and every limit on requests. Imports {@code app.access},
 * {@code app.page}, {@code app.receive}, {@code app.series}, {@code app.live}, {@code app.oncall},
 * {@code app.journal}, {@code app.host}, {@code app.recording}, {@code app.intake}, {@code
 * app.mask}, {@code app.cli} and the core.
 */
@NullMarked
package dev.aegis.app.serve;

import org.jspecify.annotations.NullMarked;
