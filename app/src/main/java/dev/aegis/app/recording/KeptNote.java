package dev.aegis.app.recording;

import dev.aegis.room.MessageId;
import dev.aegis.twin.ReplaySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the figures of a kept incident do not say: how the replay was asked, and when.
 *
 * @param settings what a fix had to do to be vouched for
 * @param seed of the replays' random numbers
 * @param judgedAt when each fix that was judged would have begun, by the message with its verdict
 */
record KeptNote(ReplaySettings settings, long seed, Map<MessageId, Instant> judgedAt) {
  static final String FILE = "incident.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  KeptNote {
    judgedAt = Map.copyOf(judgedAt);
  }

  /** The same with one verdict more. */
  KeptNote with(MessageId verdict, Instant now) {
    Map<MessageId, Instant> all = new TreeMap<>(Comparator.comparing(MessageId::value));
    all.putAll(judgedAt);
    all.put(verdict, now);
    return new KeptNote(settings, seed, all);
  }

  void write(Path file) throws IOException {
    ObjectNode note = JSON.createObjectNode();
    note.put("seed", seed);
    ObjectNode set = note.putObject("settings");
    set.put("recoverWithin", settings.recoverWithin().toString());
    set.put("recoverAtMost", settings.recoverAtMost().toString());
    set.put("shortestHorizon", settings.shortestHorizon().toString());
    set.put("longestHorizon", settings.longestHorizon().toString());
    set.put("intervals", settings.intervals());
    set.put("mostReplications", settings.mostReplications());
    set.put("good", settings.good());
    set.put("bad", settings.bad());
    set.put("risk", settings.risk());
    set.put("requestBudget", settings.requestBudget());
    ObjectNode judged = note.putObject("judgedAt");
    judgedAt.entrySet().stream()
        .sorted(Comparator.comparing(e -> e.getKey().value()))
        .forEach(e -> judged.put(e.getKey().value(), e.getValue().toString()));
    Files.writeString(file, JSON.writeValueAsString(note) + "\n");
  }

  /**
   * Reads what {@link #write} writes.
   *
   * @throws IOException when it is not readable, or something else
   */
  static KeptNote read(Path file) throws IOException {
    try {
      JsonNode note = JSON.readTree(Files.readString(file));
      JsonNode set = note.required("settings");
      Map<MessageId, Instant> judged = new TreeMap<>(Comparator.comparing(MessageId::value));
      for (Map.Entry<String, JsonNode> each : note.required("judgedAt").properties()) {
        judged.put(new MessageId(each.getKey()), Instant.parse(each.getValue().asString()));
      }
      return new KeptNote(
          new ReplaySettings(
              duration(set, "recoverWithin"),
              duration(set, "recoverAtMost"),
              duration(set, "shortestHorizon"),
              duration(set, "longestHorizon"),
              set.required("intervals").asInt(),
              set.required("mostReplications").asInt(),
              set.required("good").asDouble(),
              set.required("bad").asDouble(),
              set.required("risk").asDouble(),
              set.required("requestBudget").asLong()),
          note.required("seed").asLong(),
          judged);
    } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
      throw new IOException(
          "expected the note of a kept incident in "
              + file
              + ", found something else ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "); it was changed, or written by another version of Aegis",
          e);
    }
  }

  private static Duration duration(JsonNode set, String name) {
    return Duration.parse(set.required(name).asString());
  }
}
