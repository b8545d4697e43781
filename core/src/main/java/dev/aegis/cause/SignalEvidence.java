package dev.aegis.cause;

import dev.aegis.room.Answer;
import dev.aegis.room.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What signals and verifications rest on, asked for by SQL like everything else that is claimed.
 */
public final class SignalEvidence {
  private SignalEvidence() {}

  /**
   * The promise's figures round the detection, and the changes of the hours before the onset.
   *
   * @return {@code e1} and on; only what came back with rows
   * @throws RuntimeException when a query is refused
   */
  public static List<Evidence> of(
      String service, String region, Instant startedAt, Instant detectedAt, Sql sql) {
    Exhibits exhibits = new Exhibits(sql, 1);
    String breach = Queries.breach(service, region, startedAt, detectedAt);
    Sql.Rows figures = exhibits.ask(breach);
    exhibits.keep(
        String.format(Locale.ROOT, "the figures up to the detection at %s", detectedAt),
        breach,
        figures);
    changes(startedAt, exhibits);
    return exhibits.kept();
  }

  /**
   * The changes of the hours before the onset, as they are recorded by now.
   *
   * @return one piece of evidence, or none where nothing came back
   */
  public static List<Evidence> changes(Instant startedAt, Sql sql, int firstEvidence) {
    Exhibits exhibits = new Exhibits(sql, firstEvidence);
    changes(startedAt, exhibits);
    return exhibits.kept();
  }

  private static void changes(Instant startedAt, Exhibits exhibits) {
    String changes = Queries.changesBefore(startedAt);
    Sql.Rows before = exhibits.ask(changes);
    exhibits.keep(
        before.rows().size() + " changes in the six hours before the onset", changes, before);
  }

  /**
   * The promise's figures since a fix was begun, in every region that serves.
   *
   * @return one piece of evidence, or none where nothing came back
   */
  public static List<Evidence> since(
      String service, Instant begun, String finding, Sql sql, int firstEvidence) {
    Exhibits exhibits = new Exhibits(sql, firstEvidence);
    String query = Queries.promise(service, begun);
    exhibits.keep(finding, query, exhibits.ask(query));
    return exhibits.kept();
  }

  /** The newest value of each metric of a place, as an answer to a question. */
  public static Answer newest(String service, String region, Sql sql, int firstEvidence) {
    Exhibits exhibits = new Exhibits(sql, firstEvidence);
    String query = Queries.newest(service, region);
    Sql.Rows rows = exhibits.ask(query);
    String figures =
        rows.rows().stream()
            .map(r ->
                Words.name(rows.text(r, "metric")) + " " + Words.plain(rows.number(r, "value")))
            .collect(Collectors.joining(", "));
    String text =
        figures.isEmpty()
            ? "Nothing is recorded of " + Words.name(service) + " there."
            : "Newest figures: " + figures + ".";
    exhibits.keep(text, query, rows);
    return new Answer(text, exhibits.kept());
  }
}
