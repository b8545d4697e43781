package dev.aegis.app.scrape;

import java.util.SortedMap;

/**
 * One request among those a series counted, mostly named by the trace it belongs to.
 *
 * @param labels such as {@code trace_id}: untrusted text
 * @param value what was measured of it
 * @param epochMillis when; {@link Sample#UNTIMED} where that is not said
 */
public record Exemplar(SortedMap<String, String> labels, double value, long epochMillis) {}
