package dev.aegis.app.cited;

import dev.aegis.agent.Desk;
import dev.aegis.app.cited.Piece.State;
import dev.aegis.app.evidence.KeptEvidence;
import dev.aegis.app.evidence.RefusedQueryException;
import dev.aegis.room.Evidence;
import dev.aegis.room.RoomMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the queries of a room again, in their order. */
final class AskedAgain {
  private final @Nullable KeptEvidence kept;

  /**
   * @param kept {@code null} where no file lies beside the journal
   */
  AskedAgain(@Nullable KeptEvidence kept) {
    this.kept = kept;
  }

  /** Every piece that a message rests on. */
  List<Piece> all(List<RoomMessage> log) {
    List<Piece> pieces = new ArrayList<>();
    for (RoomMessage message : log) {
      for (Evidence evidence : Evidence.of(message.payload())) {
        pieces.add(piece(pieces.size() + 1, message, evidence));
      }
    }
    return pieces;
  }

  private Piece piece(int n, RoomMessage message, Evidence evidence) {
    boolean asked = evidence.language().equals(Evidence.QUESTION) && !evidence.seal().isEmpty();
    if (!asked && !evidence.language().equals(Evidence.SQL)) {
      return new Piece(n, message, evidence, 0, State.COMPUTED, List.of());
    }
    if (evidence.seal().isEmpty()) {
      return new Piece(n, message, evidence, 0, State.NOT_KEPT, List.of());
    }
    int look = kept == null ? 0 : kept.look(evidence.seal()).map(l -> l.number()).orElse(0);
    if (kept == null || look == 0) {
      return new Piece(n, message, evidence, 0, State.CHANGED, List.of());
    }
    try {
      Desk.Table table =
          asked
              ? told(kept.question(evidence.source(), look), evidence)
              : kept.query(evidence.source(), look);
      boolean equal =
          table.columns().equals(evidence.columns()) && table.rows().equals(evidence.rows());
      return new Piece(
          n, message, evidence, look, equal ? State.EQUAL : State.DIFFERS, table.rows());
    } catch (RefusedQueryException e) {
      List<List<String>> why = List.of(List.of(String.valueOf(e.getMessage())));
      return new Piece(n, message, evidence, look, State.DIFFERS, why);
    }
  }

  /** As much of an answer as the room keeps; earlier versions kept fewer points of a course. */
  private static Desk.Table told(Desk.Table whole, Evidence evidence) {
    List<List<String>> rows = whole.rows();
    boolean cut = evidence.rows().size() == Desk.Found.MOST_ROWS;
    int most = cut ? Math.min(Desk.Found.MOST_ROWS, rows.size()) : Desk.Found.kept(whole);
    return new Desk.Table(whole.columns(), rows.subList(0, most));
  }
}
