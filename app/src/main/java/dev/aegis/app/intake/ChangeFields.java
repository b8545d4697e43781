package dev.aegis.app.intake;

import dev.aegis.app.intake.JsonReader.Fields;
import dev.aegis.telemetry.Change;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns the fields of one record into a change event; tolerant of names, counting what it leaves.
 */
final class ChangeFields {
  /** A time alone is no change. */
  private static final Set<String> TELLING =
      Set.of("kind", "flag", "setting", "sha", "version", "service", "text");

  private static final Set<String> AT =
      Set.of(
          "at", "time", "timestamp", "ts", "when", "date", "datetime", "deployedat", "startedat");
  private static final Set<String> KIND =
      Set.of("kind", "type", "eventtype", "changetype", "category");
  private static final Set<String> VERSION =
      Set.of(
          "version", "to", "new", "newversion", "tag", "imagetag", "release", "value", "replicas");
  private static final Set<String> PREVIOUS =
      Set.of("previous", "from", "old", "oldversion", "previousversion", "prev");
  private static final Set<String> TEXT =
      Set.of("description", "message", "summary", "title", "text", "note", "reason", "msg");
  private static final Set<String> FLAG = Set.of("flag", "flagname", "featureflag");

  /** The name beside the description; that of a flag also leads it, for readers of words alone. */
  private static final Set<String> SETTING = Set.of("setting", "settingname");

  private static final Set<String> STEP = Set.of("change");
  private static final Set<String> SHA = Set.of("commitsha", "commit", "sha", "revision");
  private static final Set<String> ENVIRONMENT =
      Set.of("environment", "env", "deploymentenvironment", "deploymentenvironmentname");
  private static final Set<String> COMMIT_ONLY = Set.of("diff", "fileschanged", "sha", "parents");

  private static final Map<String, Change.Kind> KINDS = kinds();

  private final Tally tally;
  private final Timestamps timestamps = new Timestamps();
  private final Set<String> unknown = new TreeSet<>();

  ChangeFields(Tally tally) {
    this.tally = tally;
  }

  /** Whether a record with these fields tells of a change rather than of a measurement. */
  static boolean describe(Fields fields) {
    boolean timed = fields.first(n -> AT.contains(ColumnName.key(n))) != null;
    boolean measured =
        fields.names.stream()
            .map(ColumnName::of)
            .anyMatch(n ->
                (n.known() != null && n.known() != Known.PODS_READY)
                    || n.role() == Role.LEVEL
                    || n.role() == Role.VALUE
                    || n.role() == Role.METRIC_NAME);
    String kind = fields.first(n -> KIND.contains(ColumnName.key(n)));
    boolean kindKnown = kind != null && KINDS.containsKey(ColumnName.key(kind));
    boolean named =
        fields.first(n -> FLAG.contains(ColumnName.key(n))) != null
            || (fields.first(n -> ColumnName.key(n).equals("version")) != null
                && fields.names.stream().noneMatch(n -> ofNumbers(fields, n)));
    return timed && !measured && (kindKnown || named);
  }

  /** Whether the record is a commit: code that was written, not yet something that happened. */
  static boolean isCommit(Fields fields) {
    long marks =
        fields.names.stream().map(ColumnName::key).filter(COMMIT_ONLY::contains).distinct().count();
    return marks >= 1 && fields.first(n -> ColumnName.key(n).equals("author")) != null;
  }

  private static boolean ofNumbers(Fields fields, String name) {
    String value = fields.first(n -> n.equals(name));
    return ColumnName.of(name).role() == null
        && value != null
        && !SHA.contains(ColumnName.key(name))
        && !Double.isNaN(Decimal.parse(value, 0, value.length()));
  }

  /** The kind as it is written; where none is, the one that the other fields tell. */
  static String saidKind(Fields fields) {
    String said = fields.first(n -> KIND.contains(ColumnName.key(n)));
    boolean flag = fields.first(n -> FLAG.contains(ColumnName.key(n))) != null;
    return said != null && !said.isBlank() ? said : flag ? "flag" : "deploy";
  }

  /** The change, or {@code null} where the record has no time. */
  @Nullable Change change(Fields fields, long row) {
    Map<String, String> found = new HashMap<>();
    for (int i = 0; i < fields.names.size(); i++) {
      String name = fields.names.get(i);
      String slot = slot(name);
      if (slot.isEmpty()) {
        unknown.add(CleanText.name(name));
      } else {
        found.putIfAbsent(slot, fields.values.get(i));
      }
    }
    long at = timestamps.parse(found.getOrDefault("at", ""));
    if (at == Timestamps.NONE) {
      tally.count("changes without a time that can be read", row);
      return null;
    }
    if (!tells(fields)) {
      tally.count("changes that tell neither a kind nor a service nor a version", row);
      return null;
    }
    return new Change(
        Instant.ofEpochMilli(at),
        kind(found, row),
        clean(found, "service"),
        clean(found, "region"),
        version(found),
        previous(found),
        description(found),
        clean(found, "setting").isEmpty() ? clean(found, "flag") : clean(found, "setting"),
        clean(found, "environment"),
        clean(found, "sha"));
  }

  /** The value of a flag tells nothing without the flag: it may as well be a measurement. */
  private static boolean tells(Fields fields) {
    return fields.names.stream()
        .anyMatch(n -> TELLING.contains(slot(n)) && !ColumnName.key(n).equals("value"));
  }

  /** Names of fields that no change has. */
  List<String> unknown() {
    return List.copyOf(unknown);
  }

  private static String slot(String name) {
    String key = ColumnName.key(name);
    Role role = ColumnName.of(name).role();
    if (AT.contains(key)) {
      return "at";
    }
    if (KIND.contains(key)) {
      return "kind";
    }
    if (FLAG.contains(key)) {
      return "flag";
    }
    if (SETTING.contains(key)) {
      return "setting";
    }
    if (STEP.contains(key)) {
      return "step";
    }
    if (SHA.contains(key)) {
      return "sha";
    }
    if (ENVIRONMENT.contains(key)) {
      return "environment";
    }
    if (PREVIOUS.contains(key)) {
      return "previous";
    }
    if (VERSION.contains(key)) {
      return "version";
    }
    if (TEXT.contains(key)) {
      return "text";
    }
    return role == Role.SERVICE ? "service" : role == Role.REGION ? "region" : "";
  }

  private Change.Kind kind(Map<String, String> found, long row) {
    String said = found.getOrDefault("kind", "");
    Change.Kind kind = KINDS.get(ColumnName.key(said));
    if (kind != null) {
      return kind;
    }
    if (!said.isBlank()) {
      tally.count("changes of an unknown kind, read as config", row);
      return Change.Kind.CONFIG;
    }
    return found.containsKey("flag") ? Change.Kind.FLAG : Change.Kind.DEPLOY;
  }

  private static String version(Map<String, String> found) {
    String version = clean(found, "version");
    if (!version.isEmpty()) {
      return version;
    }
    String step = clean(found, "step");
    int arrow = step.indexOf("->");
    if (arrow >= 0) {
      return step.substring(arrow + 2).strip();
    }
    return step.isEmpty() ? clean(found, "sha") : step;
  }

  private static String previous(Map<String, String> found) {
    String previous = clean(found, "previous");
    String step = clean(found, "step");
    int arrow = step.indexOf("->");
    return previous.isEmpty() && arrow >= 0 ? step.substring(0, arrow).strip() : previous;
  }

  private static String description(Map<String, String> found) {
    String text = CleanText.line(found.getOrDefault("text", ""), 500);
    String flag = clean(found, "flag");
    return flag.isEmpty() ? text : text.isEmpty() ? flag : flag + ": " + text;
  }

  private static String clean(Map<String, String> found, String slot) {
    String text = CleanText.name(found.getOrDefault(slot, ""));
    return Numbers.isAbsent(text) ? "" : text;
  }

  private static Map<String, Change.Kind> kinds() {
    Map<String, Change.Kind> kinds = new HashMap<>();
    for (String word :
        List.of(
            "deploy",
            "deployment",
            "release",
            "rollout",
            "rollback",
            "upgrade",
            "build",
            "version")) {
      kinds.put(word, Change.Kind.DEPLOY);
    }
    for (String word :
        List.of("config", "configuration", "configchange", "setting", "settings", "parameter")) {
      kinds.put(word, Change.Kind.CONFIG);
    }
    for (String word : List.of("flag", "featureflag", "feature", "toggle", "experiment")) {
      kinds.put(word, Change.Kind.FLAG);
    }
    for (String word :
        List.of("scale", "scaling", "autoscale", "autoscaling", "resize", "replicas")) {
      kinds.put(word, Change.Kind.SCALE);
    }
    return Map.copyOf(kinds);
  }

  static String kindsAsText() {
    return String.join(", ", new TreeSet<>(KINDS.keySet())).toLowerCase(Locale.ROOT);
  }
}
