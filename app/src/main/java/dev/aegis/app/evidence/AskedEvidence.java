package dev.aegis.app.evidence;

import dev.aegis.agent.Desk;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.nio.file.Path;
import java.util.List;

/** Questions in words about what was observed of an incident, asked in its room. */
public final class AskedEvidence {
  private AskedEvidence() {}

  /**
   * Reads the question and computes its answer.
   *
   * @param earlier questions that it may go on from, oldest first
   */
  public static Desk.Given ask(
      Telemetry telemetry, ServiceProfile profile, List<String> earlier, String question) {
    try (QuestionTables tables = QuestionTables.inMemory()) {
      TelemetryRows.write(telemetry, profile, tables);
      tables.lock();
      return given(tables, earlier, question);
    }
  }

  /** The same of what evidence that is kept holds after a look. */
  static Desk.Given ask(
      Path file, int look, ServiceProfile profile, List<String> earlier, String question) {
    try (QuestionTables tables = QuestionTables.ofEvidence(file, look, profile)) {
      return given(tables, earlier, question);
    }
  }

  private static Desk.Given given(QuestionTables tables, List<String> earlier, String question) {
    return switch (new Answers(tables).to(earlier, question, true)) {
      case Answers.Answered answered ->
          new Desk.Found(answered.interpretation(), answered.sql(), table(answered.answer()));
      case Answers.Refused refused ->
          new Desk.NotFound(refused.word(), refused.reason(), refused.nearest());
    };
  }

  static Desk.Table table(Answer answer) {
    return new Desk.Table(
        answer.columns(),
        answer.rows().stream().map(row -> row.stream().map(Cells::printed).toList()).toList());
  }
}
