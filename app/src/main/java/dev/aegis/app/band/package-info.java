/**
 * Our rooms for agents and scripts outside of Aegis, over Band's agent protocol: who has a key,
 * their chats, what is delivered to whom, requests and sockets. What lies in a journal is the
 * truth; nothing said here is evidence, approves, or starts anything. Imports {@code app.journal},
 * {@code app.intake}, {@code app.mask}, {@code app.host}, {@code app.cli} and the core.
 */
@NullMarked
package dev.aegis.app.band;

import org.jspecify.annotations.NullMarked;
