package dev.aegis.app.cited;

import dev.aegis.room.Evidence;
import dev.aegis.room.RoomMessage;
import java.util.List;

/**
 * One piece of evidence that a message rests on, asked again.
 *
 * @param n its place in the room, from 1
 * @param message that rests on it
 * @param look the look it was asked of; 0 where that is not known
 * @param state what came of it
 * @param found the rows that came back now; empty where it was not asked
 */
record Piece(
    int n,
    RoomMessage message,
    Evidence evidence,
    int look,
    State state,
    List<List<String>> found) {
  Piece {
    found = List.copyOf(found);
  }

  /** What came of asking again. */
  enum State {
    EQUAL("equal"),
    /** The evidence is what it was, and gives something else: a fault of Aegis or of DuckDB. */
    DIFFERS("differs"),
    /** The file does not hold, or no longer, what the query was asked of. */
    CHANGED("changed"),
    /** No file was kept when it was asked. */
    NOT_KEPT("not kept"),
    /** Not a query: the replay and the weights of causes. */
    COMPUTED("computed");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** For people. */
    String words() {
      return words;
    }
  }
}
