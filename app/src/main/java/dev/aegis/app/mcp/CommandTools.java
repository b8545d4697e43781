package dev.aegis.app.mcp;

import dev.aegis.app.ask.Questions;
import dev.aegis.app.cited.IncidentEvidence;
import dev.aegis.app.cli.AskRun;
import dev.aegis.app.cli.EvidenceRun;
import dev.aegis.app.host.StateDirectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** {@code ask} and {@code show_evidence}: the commands of these names, on past incidents. */
final class CommandTools {
  /** Characters of a question. */
  static final int LONGEST_QUESTION = 1_000;

  private final Questions questions;
  private final IncidentEvidence evidence;

  CommandTools(StateDirectory home) {
    this.questions = Questions.standingAlone(home);
    this.evidence = new IncidentEvidence(home);
  }

  ReadTool ask() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("incident", Schemas.INCIDENT);
    arguments.put(
        "question",
        Schemas.text(
            "In English words, with names as the data have them, such as: average p99 by version"
                + " since the deploy.",
            LONGEST_QUESTION));
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("refused", Schemas.flag("True where it was not wholly understood."));
    results.put("interpretation", Schemas.text("How it was understood."));
    results.put("sql", Schemas.text("What was computed, over the tables of the evidence."));
    results.put("columns", Schemas.texts("Names of the columns."));
    results.put("rows", Schemas.rows("Best row first; null for no value."));
    results.put("rowsLeftOut", Schemas.count("Rows that did not fit."));
    results.put("notes", Schemas.texts("What to mind about the answer."));
    results.put("word", Schemas.text("Of a refusal: the word it failed on."));
    results.put("reason", Schemas.text("Of a refusal: why."));
    results.put("nearest", Schemas.texts("Of a refusal: questions that can be answered."));
    return new ReadTool(
        "ask",
        "Question about the telemetry of an incident",
        "Computes the answer to a question about metrics, logs, spans and changes recorded for an"
            + " incident. It is read by a grammar and compiled to SQL; no model guesses. What is"
            + " not wholly understood is refused with questions that can be answered.",
        arguments,
        List.of("incident", "question"),
        results,
        this::answer);
  }

  private ReadTool.Shown answer(Arguments arguments) {
    String incident = arguments.incident().value();
    String question = arguments.text("question", LONGEST_QUESTION);
    Heard json = asked(incident, question, true);
    Heard text = asked(incident, question, false);
    Map<String, @Nullable Object> structured = Fields.of(json.lines().getFirst());
    structured.putIfAbsent("refused", false);
    if (structured.get("rows") instanceof List<?> rows) {
      List<?> first = Fields.first(rows);
      structured.put("rows", first);
      structured.put("rowsLeftOut", rows.size() - first.size());
    }
    return new ReadTool.Shown(text.text(), structured);
  }

  private Heard asked(String incident, String question, boolean json) {
    AskRun.Options options =
        new AskRun.Options(List.of(question), List.of(), incident, null, json, false);
    return Heard.of(streams -> questions.run(options, streams));
  }

  ReadTool evidence() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("incident", Schemas.INCIDENT);
    arguments.put("piece", Schemas.count("Only this one, as listed, whole. Default: 0, the list."));
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("incident", Schemas.text("Its id."));
    results.put(
        "pieces",
        Schemas.objects(
            "Each: n, id, seq of its message, sender, finding, language, query, seal, look, state;"
                + " of one piece also columns, rows, and found where it gives something else"
                + " now."));
    results.put("piecesListed", Schemas.count("How many there are, also beyond those given."));
    return new ReadTool(
        "show_evidence",
        "Evidence of an incident",
        "Lists what the messages of an incident rest on, asks every query again of the sealed"
            + " evidence, and says whether it still gives the same rows: equal, changed, not kept,"
            + " differs, or computed. With piece, its query and rows.",
        arguments,
        List.of("incident"),
        results,
        this::cited);
  }

  private ReadTool.Shown cited(Arguments arguments) {
    String incident = arguments.incident().value();
    int piece = arguments.count("piece");
    OptionalInt run = piece == 0 ? OptionalInt.empty() : OptionalInt.of(piece);
    List<Map<String, @Nullable Object>> pieces = new ArrayList<>();
    Heard json = again(incident, run, true);
    json.lines().forEach(line -> pieces.add(Fields.of(line)));
    if (piece == 0) {
      pieces.forEach(each -> List.of("columns", "rows", "found").forEach(each::remove));
    }
    Map<String, @Nullable Object> structured = new LinkedHashMap<>();
    structured.put("incident", incident);
    structured.put("pieces", Fields.first(pieces));
    structured.put("piecesListed", pieces.size());
    return new ReadTool.Shown(again(incident, run, false).text(), structured);
  }

  private Heard again(String incident, OptionalInt run, boolean json) {
    EvidenceRun.Options options = new EvidenceRun.Options(incident, run, json);
    return Heard.of(streams -> evidence.run(options, streams));
  }
}
