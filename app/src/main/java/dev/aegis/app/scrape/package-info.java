/**
 * Reads what running processes say about themselves: finds targets, scrapes them side by side, and
 * parses the Prometheus text format and OpenMetrics. Owns every limit on what a target may answer;
 * imports {@code app.intake} for cleaning text. What is read is hostile data. Addresses that others
 * announce are connected on loopback alone; further ones only where the owner named them.
 */
@NullMarked
package dev.aegis.app.scrape;

import org.jspecify.annotations.NullMarked;
