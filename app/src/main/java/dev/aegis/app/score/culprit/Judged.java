package dev.aegis.app.score.culprit;

import dev.aegis.culprit.Ranking;
import java.util.List;

/**
 * A case that was ranked, before its label is known.
 *
 * @param file the case
 * @param ranking which component broke, likeliest first
 * @param naive the same by the largest movement alone
 * @param nanos how long the ranking took, without reading
 */
record Judged(CaseFile file, Ranking ranking, List<String> naive, long nanos) {}
