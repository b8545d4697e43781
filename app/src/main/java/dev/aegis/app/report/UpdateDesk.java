package dev.aegis.app.report;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.journal.Journal;
import dev.aegis.postmortem.StakeholderUpdate;
import dev.aegis.postmortem.StakeholderUpdate.Published;
import dev.aegis.postmortem.StakeholderUpdate.Stage;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What users are told of incidents: kept before it is shown to them, with who told them and when.
 * Holds what was told of the newest rooms, so that those who ask without being known cost nothing.
 * Safe for use by several threads.
 */
public final class UpdateDesk {
  /** The rooms of which users are shown something, at most. */
  public static final int ROOMS = 20;

  /** Updates of one incident, at most. */
  public static final int MOST = 200;

  /** What users were told longer ago is shown to them no more. */
  public static final Duration SHOWN = Duration.ofDays(7);

  private static final JsonFactory JSON = new JsonFactory();
  private static final ObjectMapper READER = new ObjectMapper();

  private final Journal journal;
  private final InstantSource clock;
  private final UnaryOperator<String> masked;
  private final Map<RoomId, List<Published>> known = new HashMap<>();

  /**
   * @param masked hides secrets in one line of text
   */
  public UpdateDesk(Journal journal, InstantSource clock, UnaryOperator<String> masked) {
    this.journal = journal;
    this.clock = clock;
    this.masked = masked;
    List<RoomId> rooms = journal.rooms();
    rooms.subList(Math.max(0, rooms.size() - ROOMS), rooms.size()).forEach(this::told);
  }

  /** What users were told of an incident, in order. */
  public synchronized List<Published> told(RoomId room) {
    return known.computeIfAbsent(
        room, _ -> journal.updates().of(room).stream().map(UpdateDesk::read).toList());
  }

  /** What users were told of an incident last, as the journal has it; empty for nothing. */
  public static Optional<Published> last(Journal journal, RoomId room) {
    return journal.updates().of(room).stream().reduce((_, later) -> later).map(UpdateDesk::read);
  }

  /**
   * Tells users.
   *
   * @return why it was not taken; empty where it is kept
   */
  public synchronized Optional<String> tell(RoomId room, String stage, String text, String by) {
    Optional<Stage> named = Stage.of(stage);
    String clean = clean(text);
    if (named.isEmpty() || clean.isBlank()) {
      return Optional.of("expected a stage and some words, found none");
    }
    if (clean.length() > StakeholderUpdate.LONGEST) {
      return Optional.of(
          "expected at most " + StakeholderUpdate.LONGEST + " characters, found " + clean.length());
    }
    List<Published> before = told(room);
    if (before.size() >= MOST) {
      return Optional.of("users were told " + MOST + " times of this; it takes no more");
    }
    Published update = new Published(named.get(), clean, by, clock.instant());
    journal.updates().append(room, write(update));
    List<Published> all = new ArrayList<>(before);
    all.add(update);
    known.put(room, List.copyOf(all));
    return Optional.empty();
  }

  private String clean(String text) {
    return text.lines()
        .map(line -> masked.apply(CleanText.line(line, line.length())).strip())
        .filter(line -> !line.isBlank())
        .collect(Collectors.joining("\n"));
  }

  /** What users were told of each incident of late, each not empty, the newest first. */
  public synchronized List<List<Published>> published() {
    Instant since = clock.instant().minus(SHOWN);
    return known.values().stream()
        .filter(all -> !all.isEmpty() && all.getLast().at().isAfter(since))
        .sorted(Comparator.comparing((List<Published> all) -> all.getLast().at()).reversed())
        .limit(ROOMS)
        .toList();
  }

  private static String write(Published update) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      out.writeStringProperty("by", update.by());
      out.writeStringProperty("at", update.at().toString());
      out.writeStringProperty("stage", update.stage().word());
      out.writeStringProperty("text", update.text());
      out.writeEndObject();
    }
    return text.toString();
  }

  private static Published read(String raw) {
    try {
      JsonNode json = READER.readTree(raw);
      return new Published(
          Stage.of(json.path("stage").asString("")).orElseThrow(IllegalArgumentException::new),
          json.path("text").asString(""),
          json.path("by").asString(""),
          Instant.parse(json.path("at").asString("")));
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      throw new RoomException(
          RoomException.Code.UNREADABLE,
          "expected an update for users that this version can read, found another; use the Aegis"
              + " that wrote it, or a newer one",
          e);
    }
  }
}
