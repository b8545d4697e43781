package dev.aegis.app.evidence;

import dev.aegis.agent.Desk;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
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
      return switch (new Answers(tables).to(earlier, question, true)) {
        case Answers.Answered answered ->
            new Desk.Found(answered.interpretation(), answered.sql(), table(answered.answer()));
        case Answers.Refused refused ->
            new Desk.NotFound(refused.word(), refused.reason(), refused.nearest());
      };
    }
  }

  private static Desk.Table table(Answer answer) {
    return new Desk.Table(
        answer.columns(),
        answer.rows().stream().map(row -> row.stream().map(Cells::printed).toList()).toList());
  }
}
