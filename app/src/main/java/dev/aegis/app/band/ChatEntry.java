package dev.aegis.app.band;

import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.band.wire.ChatRole;
import dev.aegis.room.RoomId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that happened in a chat; the chats are a fold over these. */
sealed interface ChatEntry {
  /** The chat in which it happened. */
  UUID chat();

  /** A chat was opened; that of an incident names its room. */
  record Opened(UUID chat, String title, @Nullable UUID taskId, @Nullable RoomId room, Instant at)
      implements ChatEntry {}

  /** A chat has another title. */
  record Titled(UUID chat, String title, Instant at) implements ChatEntry {}

  /** Somebody is in a chat now. */
  record Joined(UUID chat, UUID party, ChatRole role, Instant at) implements ChatEntry {}

  /** Somebody is no longer in a chat. */
  record Left(UUID chat, UUID party, Instant at) implements ChatEntry {}

  /** Something was said. */
  record Posted(ChatMessage message) implements ChatEntry {
    @Override
    public UUID chat() {
      return message.chat();
    }
  }

  /** An agent has begun with a message. */
  record Begun(UUID chat, UUID message, UUID agent, Instant at) implements ChatEntry {}

  /** An agent is done with a message. */
  record Done(UUID chat, UUID message, UUID agent, Instant at) implements ChatEntry {}

  /** An agent's attempt at a message failed. */
  record Failed(UUID chat, UUID message, UUID agent, String error, Instant at)
      implements ChatEntry {}

  /** What the chat is about is over. */
  record Over(UUID chat, Instant at) implements ChatEntry {}
}
