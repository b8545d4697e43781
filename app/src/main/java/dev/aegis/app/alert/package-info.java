/**
 * Alerts of others: what Alertmanager, Grafana, PagerDuty and CloudEvents send, read into one form,
 * and kept in the journal's inbox before they are acknowledged. Every word is hostile data. Imports
 * {@code app.scrape} (for JSON within limits), {@code app.intake} (for clean text), {@code
 * app.journal} and {@code room}.
 */
@NullMarked
package dev.aegis.app.alert;

import org.jspecify.annotations.NullMarked;
