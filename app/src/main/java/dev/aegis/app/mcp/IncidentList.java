package dev.aegis.app.mcp;

import dev.aegis.app.forecast.FoundJournals;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.journal.ReadOnlyJournal;
import dev.aegis.app.page.IncidentRow;
import dev.aegis.incident.Incident;
import dev.aegis.room.Intent;
import dev.aegis.room.RoomException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code list_incidents}: those of every journal under the state directory, newest first. */
final class IncidentList {
  private static final int MOST = 100;
  private static final int LONGEST_SEARCH = 200;

  private final StateDirectory home;
  private final InstantSource clock;

  IncidentList(StateDirectory home, InstantSource clock) {
    this.home = home;
    this.clock = clock;
  }

  ReadTool tool() {
    return new ReadTool(
        "list_incidents",
        "Incidents",
        "Lists incidents that Aegis looked into, newest first, at most "
            + MOST
            + ": service, severity, state, likeliest cause, what was done and what it cost. Start"
            + " here; the other tools want the id of an incident.",
        Map.of(
            "search",
            Schemas.text(
                "Words that all have to be in the line, such as a service or resolved.",
                LONGEST_SEARCH)),
        List.of(),
        results(),
        this::read);
  }

  private static Map<String, Object> results() {
    Map<String, Object> results = new LinkedHashMap<>();
    results.put(
        "incidents",
        Schemas.objects(
            "Each: incident, journal, severity, service, title, state, burns, began, lasted, cost,"
                + " cause, fix, decidedBy, averted."));
    results.put("found", Schemas.count("How many there are, also beyond those listed."));
    results.put("notes", Schemas.texts("Journals that could not be read."));
    return results;
  }

  private record Row(String journal, IncidentRow shown) {}

  private ReadTool.Shown read(Arguments arguments) {
    String search = arguments.searched("search", LONGEST_SEARCH);
    List<String> notes = new ArrayList<>();
    List<Row> found =
        FoundJournals.under(home.path(), e -> notes.add("cannot be looked into: " + e)).stream()
            .flatMap(journal -> rows(journal, notes))
            .filter(row -> row.shown().matches(search))
            .sorted(Comparator.comparingLong((Row row) -> row.shown().since()).reversed())
            .toList();
    List<Row> listed = found.subList(0, Math.min(MOST, found.size()));
    Map<String, @Nullable Object> structured = new LinkedHashMap<>();
    structured.put("incidents", Fields.first(listed.stream().map(IncidentList::fields).toList()));
    structured.put("found", found.size());
    structured.put("notes", notes);
    return new ReadTool.Shown(text(listed, found.size(), notes), structured);
  }

  private Stream<Row> rows(Path journal, List<String> notes) {
    try {
      return ReadOnlyJournal.roomsWith(Intent.SIGNAL, journal).stream()
          .flatMap(log -> IncidentRow.of(Incident.of(log), clock.instant()).stream())
          .map(row -> new Row(home.shown(journal), row));
    } catch (RoomException e) {
      notes.add("left out: " + e.getMessage());
      return Stream.of();
    }
  }

  private static Map<String, Object> fields(Row row) {
    IncidentRow shown = row.shown();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("incident", shown.room());
    fields.put("journal", row.journal());
    fields.put("severity", shown.severity());
    fields.put("service", shown.service());
    fields.put("title", shown.title());
    fields.put("state", shown.standing().word());
    fields.put("burns", shown.burns());
    fields.put("began", shown.when());
    fields.put("lasted", shown.burned());
    fields.put("cost", shown.cost());
    fields.put("cause", shown.cause());
    fields.put("fix", shown.fix());
    fields.put("decidedBy", shown.decidedBy());
    fields.put("averted", shown.averted());
    return fields;
  }

  private static String text(List<Row> listed, int found, List<String> notes) {
    List<String> lines = new ArrayList<>();
    for (Row row : listed) {
      IncidentRow shown = row.shown();
      lines.add(
          String.join(
              "  ",
              shown.room(),
              shown.severity(),
              shown.standing().word(),
              shown.when() + " UTC"));
      lines.add("  " + shown.title());
      lines.add("  cause: " + shown.cause() + "; done: " + shown.fix() + "; cost " + shown.cost());
      lines.add("  in " + row.journal());
    }
    lines.add(
        found == 0
            ? "No incident was found."
            : found > listed.size() ? found - listed.size() + " older ones are not listed." : "");
    lines.addAll(notes);
    return String.join("\n", lines).strip();
  }
}
