/**
 * Rooms of ours on Band, the platform of chats for agents and people: what is said in a room is
 * carried to a chat in its order, each agent under an identity of its own, and what people and
 * agents of others say there is heard. The local journal stays the truth; Band being away stops no
 * incident. Imports {@code app.band.wire}, {@code app.journal}, {@code app.wire}, {@code
 * app.scrape}, {@code app.host}, {@code app.intake}, {@code app.cli} and the core.
 */
@NullMarked
package dev.aegis.app.bandbus;

import org.jspecify.annotations.NullMarked;
