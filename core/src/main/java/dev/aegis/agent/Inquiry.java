package dev.aegis.agent;

import dev.aegis.room.Answer;
import dev.aegis.room.Evidence;
import dev.aegis.room.Question;
import dev.aegis.room.RoomMessage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A question in words about the telemetry, as it is answered in the room. The answer carries the
 * SQL and its rows, so that whoever reads the room later need not ask again.
 */
final class Inquiry {
  /** What the SQL of such an answer is called, apart from that over the evidence file. */
  static final String LANGUAGE = Evidence.QUESTION;

  private static final int ROWS_TOLD = 3;

  private final Turn turn;

  Inquiry(Turn turn) {
    this.turn = turn;
  }

  Desk.Given ask(Question question) {
    return turn.desk().ask(earlier(Long.MAX_VALUE), Topics.plain(question.question()));
  }

  /** What the question of an answer finds by now; empty where it is not understood any more. */
  Optional<Desk.Found> again(RoomMessage answer) {
    return turn.log().stream()
        .filter(m -> m.id().equals(answer.inReplyTo()))
        .filter(m -> m.payload() instanceof Question)
        .findFirst()
        .map(m ->
            turn.desk().ask(earlier(m.seq()), Topics.plain(((Question) m.payload()).question())))
        .filter(Desk.Found.class::isInstance)
        .map(Desk.Found.class::cast);
  }

  Answer found(Desk.Found found) {
    List<List<String>> rows = found.table().rows();
    List<List<String>> kept = rows.subList(0, Desk.Found.kept(found.table()));
    String told =
        kept.stream()
            .limit(ROWS_TOLD)
            .map(row -> told(found.table().columns(), row))
            .collect(Collectors.joining("; "));
    String more = rows.size() > ROWS_TOLD ? "; " + rows.size() + " rows in all" : "";
    String text = found.interpretation() + ": " + (rows.isEmpty() ? "no rows" : told + more);
    Evidence evidence =
        new Evidence(
            "e" + EvidenceNumbers.next(turn.log()),
            found.interpretation(),
            found.sql(),
            LANGUAGE,
            found.table().columns(),
            kept,
            turn.desk().seal());
    return new Answer(text, List.of(evidence));
  }

  /** A label and its figure speak for themselves; of more cells each has its name before it. */
  private static String told(List<String> columns, List<String> row) {
    return row.size() == 2 && columns.size() == 2
        ? row.getFirst() + " " + row.getLast()
        : IntStream.range(0, row.size())
            .mapToObj(i -> columns.get(i) + " " + row.get(i))
            .collect(Collectors.joining(", "));
  }

  static Answer refused(Desk.NotFound refused) {
    String nearest =
        refused.nearest().isEmpty()
            ? ""
            : "; could be answered: " + String.join(" | ", refused.nearest());
    return new Answer(
        "not answered"
            + (refused.word().isEmpty() ? "" : ": \"" + refused.word() + "\"")
            + " - "
            + refused.reason()
            + nearest,
        List.of());
  }

  /** Questions of this room that were answered in this way, oldest first. */
  private List<String> earlier(long before) {
    return turn.log().stream()
        .filter(m -> m.seq() < before)
        .filter(m -> m.payload() instanceof Question && isAnswered(m))
        .map(m -> Topics.plain(((Question) m.payload()).question()))
        .toList();
  }

  private boolean isAnswered(RoomMessage asked) {
    return turn.log().stream()
        .anyMatch(m ->
            asked.id().equals(m.inReplyTo())
                && m.payload() instanceof Answer answer
                && answer.evidence().stream().anyMatch(e -> e.language().equals(LANGUAGE)));
  }
}
