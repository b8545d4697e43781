package dev.aegis.app.receive;

/**
 * What became of one request.
 *
 * @param points kept, or known already
 * @param refused points that were not kept, and that are not merely old
 * @param why of the last refusal, as the word of its reason; empty where there was none
 * @param exemplars that were skipped
 */
public record Written(long points, long refused, String why, long exemplars) {}
