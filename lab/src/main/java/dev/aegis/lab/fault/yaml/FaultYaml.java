package dev.aegis.lab.fault.yaml;

import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.intake.YamlNode;
import dev.aegis.app.intake.YamlSection;
import dev.aegis.app.intake.YamlText;
import dev.aegis.lab.fault.Effect;
import dev.aegis.lab.fault.EffectKind;
import dev.aegis.lab.fault.Fault;
import dev.aegis.lab.fault.FaultChange;
import dev.aegis.lab.fault.FaultException;
import dev.aegis.lab.fault.Parameter;
import dev.aegis.lab.fault.Remedy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A fault as people write it. Whatever is not understood ends the reading with a line that names
 * file, line, key and what was expected.
 */
public final class FaultYaml {
  private static final List<String> FAULT_KEYS =
      List.of("id", "title", "changes", "effects", "fixes", "tempting", "held_out");
  private static final List<String> CHANGE_KEYS =
      List.of(
          "at",
          "kind",
          "service",
          "region",
          "version",
          "replicas",
          "name",
          "value",
          "description",
          "by");
  private static final List<String> PLACE_KEYS =
      List.of(
          "effect",
          "service",
          "region",
          "version",
          "pod",
          "route",
          "share",
          "flag",
          "config",
          "at",
          "for",
          "ramp",
          "repeat_every");

  private final String path;

  private FaultYaml(String path) {
    this.path = path;
  }

  /**
   * The fault in this text.
   *
   * @param path how errors name the file
   * @throws IntakeException in one sentence, when it is none
   */
  public static Fault parse(String text, String path) {
    return new FaultYaml(path).fault(YamlText.parse(text, path));
  }

  private Fault fault(YamlNode node) {
    YamlSection file = YamlSection.of(node, path, "the fault", FAULT_KEYS);
    String id = file.required("id");
    return told(
        node.line(),
        "the fault",
        () ->
            new Fault(
                id,
                file.required("title"),
                changes(file),
                effects(file, id),
                remedies(file, "fixes"),
                remedies(file, "tempting"),
                isHeldOut(file)));
  }

  private static boolean isHeldOut(YamlSection file) {
    if (!file.has("held_out")) {
      return false;
    }
    return switch (file.text("held_out")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw file.wrong("held_out", "true or false");
    };
  }

  private List<FaultChange> changes(YamlSection file) {
    List<FaultChange> changes = new ArrayList<>();
    for (YamlNode item : items(file, "changes")) {
      changes.add(
          told(
              item.line(),
              "changes",
              () -> change(YamlSection.of(item, path, "changes", CHANGE_KEYS))));
    }
    return changes;
  }

  private static FaultChange change(YamlSection section) {
    FaultChange.Kind kind =
        FaultChange.Kind.fromWire(section.text("kind"))
            .orElseThrow(() -> section.wrong("kind", "one of deploy, scale, flag, config"));
    String name =
        switch (kind) {
          case DEPLOY -> "version";
          case SCALE -> "replicas";
          case FLAG, CONFIG -> section.required("name");
        };
    String value =
        switch (kind) {
          case DEPLOY, SCALE -> section.required(name);
          case FLAG, CONFIG -> section.required("value");
        };
    return new FaultChange(
        section.duration("at").orElse(Duration.ZERO),
        kind,
        section.required("service"),
        section.text("region"),
        name,
        value,
        section.text("description"),
        section.text("by"));
  }

  private List<Effect> effects(YamlSection file, String id) {
    List<Effect> effects = new ArrayList<>();
    for (YamlNode item : items(file, "effects")) {
      String itsId = id + "-" + (effects.size() + 1);
      effects.add(told(item.line(), "effects", () -> effect(item, itsId)));
    }
    return effects;
  }

  private Effect effect(YamlNode item, String id) {
    YamlSection section = YamlSection.of(item, path, "effects", knownKeys(item));
    SequencedMap<String, String> keys = new LinkedHashMap<>();
    section.entries().keySet().forEach(key -> keys.put(key, section.text(key)));
    return Effect.fromKeys(id, 0, keys);
  }

  /** Which keys an effect may have depends on its kind; without one, any of any kind. */
  private static List<String> knownKeys(YamlNode item) {
    Stream<EffectKind> kinds =
        item instanceof YamlNode.Mapping mapping
                && mapping.entries().get("effect") instanceof YamlNode.Scalar kind
            ? EffectKind.fromWire(kind.text()).stream()
            : Stream.empty();
    List<String> parameters =
        kinds.flatMap(k -> k.parameters().stream()).map(Parameter::name).toList();
    return Stream.concat(PLACE_KEYS.stream(), parameters.stream()).toList();
  }

  private List<Remedy> remedies(YamlSection file, String key) {
    List<Remedy> remedies = new ArrayList<>();
    for (YamlNode item : items(file, key)) {
      String text = item instanceof YamlNode.Scalar scalar ? scalar.text() : item.shown();
      remedies.add(told(item.line(), key, () -> Remedy.of(text)));
    }
    return remedies;
  }

  private static List<YamlNode> items(YamlSection file, String key) {
    YamlNode node = file.get(key);
    return switch (node) {
      case null -> List.of();
      case YamlNode.Sequence sequence -> sequence.items();
      case YamlNode.Mapping _, YamlNode.Scalar _ -> throw file.wrong(key, "a list");
    };
  }

  /** What a value said of itself, with the place where it stands. */
  private <T> T told(int line, String at, Supplier<T> read) {
    try {
      return read.get();
    } catch (FaultException e) {
      throw YamlText.malformed(path, line, at + ": " + e.getMessage(), e);
    }
  }
}
