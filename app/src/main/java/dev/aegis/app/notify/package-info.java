/**
 * Messages that go out: which channel is told what, the form that each channel takes, a durable
 * queue a channel, and the beat that says that Aegis still goes round. Nothing here is waited for
 * by an incident. Imports {@code app.journal}, {@code app.mask}, {@code app.intake}, {@code
 * app.scrape}, and the core.
 */
@NullMarked
package dev.aegis.app.notify;

import org.jspecify.annotations.NullMarked;
