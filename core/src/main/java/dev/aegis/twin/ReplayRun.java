package dev.aegis.twin;

import java.util.List;

/**
 * The futures that a verdict rests on.
 *
 * @param nothing without the fix
 * @param paths with it
 * @param judged each of these
 * @param test what they decide together
 */
record ReplayRun(List<Path> nothing, List<Path> paths, List<Judged> judged, SequentialTest test) {}
