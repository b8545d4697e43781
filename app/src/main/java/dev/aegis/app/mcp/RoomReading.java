package dev.aegis.app.mcp;

import dev.aegis.app.forecast.FoundRoom;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.terminal.Glyphs;
import dev.aegis.app.terminal.Style;
import dev.aegis.app.terminal.Transcript;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.postmortem.PostmortemReport;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** {@code read_room}: what was said in the room of an incident; and its postmortem. */
final class RoomReading {
  private final StateDirectory home;

  RoomReading(StateDirectory home) {
    this.home = home;
  }

  ReadTool tool() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("incident", Schemas.INCIDENT);
    arguments.put("after", Schemas.count("Only messages behind this seq. Default: 0, all."));
    arguments.put(
        "payloads",
        Schemas.flag("With what each message holds as typed values, evidence and its rows."));
    return new ReadTool(
        "read_room",
        "Room of an incident",
        "Reads the room of an incident, message by message: what was seen, the cause with its"
            + " evidence, proposed fixes, what the replay said of them, who approved, what was done"
            + " and what came of it.",
        arguments,
        List.of("incident"),
        results(),
        this::read);
  }

  private static Map<String, Object> results() {
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("incident", Schemas.text("Its id."));
    results.put(
        "messages",
        Schemas.objects("Each: seq, ts, sender, mentions, intent, text; with payloads, payload."));
    results.put("messagesInRoom", Schemas.count("How many the room has."));
    results.put("next", Schemas.count("Give this as after to read on; 0 where nothing is left."));
    return results;
  }

  private ReadTool.Shown read(Arguments arguments) {
    RoomId id = arguments.incident();
    int after = arguments.count("after");
    boolean payloads = arguments.flag("payloads");
    List<RoomMessage> log = log(id);
    List<RoomMessage> asked = log.stream().filter(message -> message.seq() > after).toList();
    List<Map<String, @Nullable Object>> messages =
        Fields.first(asked.stream().map(message -> fields(message, payloads)).toList());
    List<RoomMessage> given = asked.subList(0, messages.size());
    Map<String, @Nullable Object> structured = new LinkedHashMap<>();
    structured.put("incident", id.value());
    structured.put("messages", messages);
    structured.put("messagesInRoom", log.size());
    structured.put("next", given.size() == asked.size() ? 0 : given.getLast().seq());
    return new ReadTool.Shown(transcript(log, given), structured);
  }

  private static Map<String, @Nullable Object> fields(RoomMessage message, boolean payloads) {
    Map<String, @Nullable Object> fields = Fields.of(RoomJson.write(message));
    List.of("v", "room", "id", "inReplyTo").forEach(fields::remove);
    if (!payloads) {
      fields.remove("payload");
    }
    return fields;
  }

  /** The whole room as people read it in a terminal. */
  String transcript(RoomId id) {
    List<RoomMessage> log = log(id);
    return transcript(log, log);
  }

  /** The postmortem as far as the record goes, in Markdown. */
  String postmortem(RoomId id) {
    return PostmortemReport.of(log(id));
  }

  /** What comes before is read as well, since later messages refer to it. */
  private static String transcript(List<RoomMessage> log, List<RoomMessage> shown) {
    Transcript transcript =
        new Transcript(Style.PLAIN, Glyphs.UNICODE, Heard.WIDTH, _ -> "the postmortem resource");
    List<String> lines = new ArrayList<>();
    for (RoomMessage message : log) {
      List<String> said = transcript.show(message);
      if (shown.contains(message)) {
        lines.addAll(said);
      }
    }
    if (!shown.isEmpty() && shown.getLast().equals(log.getLast())) {
      lines.addAll(transcript.close());
    }
    return lines.isEmpty() ? "Nothing was said behind that." : String.join("\n", lines);
  }

  private List<RoomMessage> log(RoomId id) {
    AtomicReference<List<RoomMessage>> log = new AtomicReference<>(List.of());
    Heard.of(streams -> log.set(new FoundRoom(home, streams).find(id, Path.of(id.value())).log()));
    return log.get();
  }
}
