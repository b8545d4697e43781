package dev.aegis.app.cli;

import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.terminal.Transcript;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Postmortem;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Shows a room as it goes on: for people, or a message a line; and keeps the postmortem as a file.
 */
public final class RoomOutput {
  private final Streams streams;
  private final boolean json;
  private final Path directory;
  private final Transcript transcript;
  private boolean answeredOnPage;
  private boolean answeredInChat;

  /**
   * @param directory where the postmortem is written
   */
  public RoomOutput(Streams streams, boolean json, StateDirectory home, Path directory) {
    this.streams = streams;
    this.json = json;
    this.directory = directory;
    this.transcript =
        new Transcript(
            streams.style(),
            streams.glyphs(),
            streams.width(),
            room -> home.shown(directory.resolve(room + ".md")));
  }

  /** From now on it is told, with each request for approval, that the page takes the answer. */
  public RoomOutput answeredOnPage() {
    answeredOnPage = true;
    return this;
  }

  /** From now on it is told, with each request for approval, that a chat takes the answer. */
  public RoomOutput answeredInTheChat() {
    answeredInChat = true;
    return this;
  }

  /** Shows the next message of the room. */
  public void show(RoomMessage message) {
    if (message.payload() instanceof Postmortem postmortem) {
      keep(message, postmortem);
    }
    if (json) {
      streams.data().println(RoomJson.write(message));
    } else {
      transcript.show(message).forEach(streams.out()::println);
    }
    if (answeredInChat && message.payload() instanceof ApprovalRequest request) {
      streams.note(
          "aegis: decide in the chat: \"@commander approve "
              + request.planHash().substring(0, 8)
              + "\", or \"no\" and why; without an answer this expires in "
              + Figures.duration(Duration.between(message.ts(), request.expiresAt())));
    }
    if (answeredOnPage && message.payload() instanceof ApprovalRequest request) {
      streams.note(
          "aegis: decide on the page, or ask something there first; without an answer this expires"
              + " in "
              + Figures.duration(Duration.between(message.ts(), request.expiresAt())));
    }
  }

  private void keep(RoomMessage message, Postmortem postmortem) {
    Path file = directory.resolve(message.room() + ".md");
    try {
      Files.writeString(file, postmortem.markdown());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the postmortem to " + file, e);
    }
  }

  /** Shows the last block. */
  public void close() {
    if (!json) {
      transcript.close().forEach(streams.out()::println);
    }
  }
}
