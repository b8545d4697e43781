package dev.aegis.app.score.culprit;

import dev.aegis.culprit.Scene;
import java.util.function.Supplier;

/**
 * One case as it may be judged, without its label.
 *
 * @param id as the benchmark's case list has it; shown to no ranking
 * @param part which part of the benchmark it belongs to, for the table
 * @param read reads what was measured
 */
public record CaseFile(String id, String part, Supplier<Scene> read) {}
