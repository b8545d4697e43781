package dev.aegis.app.evidence;

import dev.aegis.question.Absence;
import dev.aegis.question.Interpreter;
import dev.aegis.question.MetricColumn;
import dev.aegis.question.Question;
import dev.aegis.question.Reading;
import dev.aegis.question.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about tables that are open. A question whose words have two meanings is
 * answered only where both give the same.
 */
public final class Answers {
  private static final double NANOS_PER_MILLI = 1e6;

  private final QuestionTables tables;
  private final Interpreter interpreter;

  public Answers(QuestionTables tables) {
    this.tables = tables;
    this.interpreter = new Interpreter(tables.schema(), tables.spanSchema());
  }

  /** Reads a question about nothing, so that the classes are loaded when one about data comes. */
  public static void rehearse() {
    Schema nothing =
        new Schema(
            List.of(new MetricColumn("p99_ms", MetricColumn.Kind.TIME, "ms")),
            List.of(new Schema.Dimension("region", List.of("here", "there"), true, false, false)),
            false,
            List.of(new Schema.Event(Instant.EPOCH, "deploy", "", "v1")),
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(3600),
            Duration.ofMinutes(1));
    Interpreter rehearsed = new Interpreter(nothing);
    for (String question :
        List.of("which region has the highest p99 since v1?", "average p99 by region of nowhere")) {
      rehearsed.read(question);
    }
  }

  /** What came of a question. */
  public sealed interface Given {}

  /**
   * An answer.
   *
   * @param notes what to mind about it, one sentence each
   * @param goesOn whether it goes on from an earlier question
   * @param millis how long reading and running the question took
   */
  public record Answered(
      String interpretation,
      String sql,
      Answer answer,
      List<String> notes,
      boolean goesOn,
      double millis)
      implements Given {
    public Answered {
      notes = List.copyOf(notes);
    }
  }

  /** No answer. */
  public record Refused(String word, String reason, List<String> nearest) implements Given {
    public Refused {
      nearest = List.copyOf(nearest);
    }
  }

  /**
   * Answers a question.
   *
   * @param earlier questions that it may go on from
   * @param run false to compile it only
   */
  public Given to(List<String> earlier, String question, boolean run) {
    long start = System.nanoTime();
    Reading reading = interpreter.read(earlier, question);
    return switch (reading) {
      case Reading.Refused refused ->
          new Refused(refused.word(), refused.reason(), refused.nearest());
      case Reading.Asked asked -> {
        try {
          yield answered(asked, run, start);
        } catch (RefusedQueryException e) {
          yield new Refused("", String.valueOf(e.getMessage()), List.of());
        }
      }
    };
  }

  private Given answered(Reading.Asked asked, boolean run, long start) {
    if (!run) {
      return given(asked, new Answer(List.of(), List.of()), start);
    }
    Answer answer = tables.compiled(asked.sql());
    Reading.Rival rival = asked.rival();
    if (rival != null && !same(asked.question(), answer, tables.compiled(rival.sql()))) {
      return new Refused(rival.word(), rival.reason(), rival.nearest());
    }
    return given(asked, answer, start);
  }

  private Given given(Reading.Asked asked, Answer answer, long start) {
    double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
    return new Answered(
        asked.interpretation(),
        asked.sql(),
        answer,
        answer.columns().isEmpty() ? List.of() : notes(asked.question(), answer),
        asked.goesOn(),
        millis);
  }

  /** Whether the same labels come first, and the same labels come at all where rows are limited. */
  private static boolean same(Question question, Answer one, Answer other) {
    int labels = question.by().size() + (question.bucket() == null ? 0 : 1);
    List<List<@Nullable Object>> first = labels(one, labels);
    List<List<@Nullable Object>> second = labels(other, labels);
    if (first.isEmpty() || second.isEmpty()) {
      return first.isEmpty() && second.isEmpty();
    }
    Set<List<@Nullable Object>> all = new LinkedHashSet<>(first);
    return first.getFirst().equals(second.getFirst())
        && (question.limit() == 0 || all.equals(new LinkedHashSet<>(second)));
  }

  private static List<List<@Nullable Object>> labels(Answer answer, int count) {
    List<List<@Nullable Object>> labels = new ArrayList<>();
    for (List<@Nullable Object> row : answer.rows()) {
      labels.add(row.subList(0, count));
    }
    return labels;
  }

  private List<@Nullable Object> row(String sql) {
    return tables.compiled(sql).rows().getFirst();
  }

  private List<String> notes(Question question, Answer answer) {
    List<String> notes = new ArrayList<>();
    Schema spans = tables.spanSchema();
    Schema schema =
        spans != null && question.source() == Question.Source.SPANS ? spans : tables.schema();
    if (answer.rows().isEmpty()) {
      notes.addAll(Absence.reasons(question, schema, this::row));
    }
    Question.Span span = question.span();
    Instant from = span.from();
    Instant to = span.to();
    if (!answer.rows().isEmpty()
        && (from != null && from.isBefore(schema.from())
            || to != null && to.isAfter(schema.to().plusMillis(1)))) {
      notes.add(
          "the time asked for reaches beyond the data, which run from "
              + schema.from()
              + " to "
              + schema.to());
    }
    return notes;
  }
}
