package dev.aegis.app.intake;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a file that people wrote, with the keys it may have. A key that is not known, and
 * a value of another form, end the reading with one line that names file, line, key and what to
 * write.
 */
public final class YamlSection {
  /** Characters of one value: an address or a matcher may be longer than a name. */
  private static final int LONGEST = 1_000;

  private final String path;
  private final String at;
  private final int line;
  private final SequencedMap<String, YamlNode> entries;

  private YamlSection(String path, String at, int line, SequencedMap<String, YamlNode> entries) {
    this.path = path;
    this.at = at;
    this.line = line;
    this.entries = entries;
  }

  /**
   * The node as a mapping with these keys and no others.
   *
   * @param path how errors name the file
   * @param at how errors name the place, such as {@code service.costs}
   * @throws IntakeException when it is something else or has another key
   */
  public static YamlSection of(YamlNode node, String path, String at, List<String> known) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      throw wrong(path, node, at, "the keys " + String.join(", ", known));
    }
    for (Map.Entry<String, YamlNode> entry : mapping.entries().entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw unknown(path, at, entry, known);
      }
    }
    return new YamlSection(path, at, mapping.line(), mapping.entries());
  }

  /** The same of a node that may be absent; then it has no key. */
  static YamlSection optional(@Nullable YamlNode node, String path, String at, List<String> known) {
    return node == null
        ? new YamlSection(path, at, 0, new LinkedHashMap<>())
        : of(node, path, at, known);
  }

  private static IntakeException unknown(
      String path, String at, Map.Entry<String, YamlNode> entry, List<String> known) {
    String nearest = Spelling.nearest(entry.getKey(), known);
    String advice =
        nearest.isEmpty()
            ? "known are " + String.join(", ", known)
            : "did you mean " + nearest + "?";
    return YamlText.malformed(
        path,
        entry.getValue().line(),
        "unknown key " + CleanText.line(entry.getKey(), 60) + " in " + at + "; " + advice,
        null);
  }

  /** The keys that were written, in order. */
  public SequencedMap<String, YamlNode> entries() {
    return entries;
  }

  public boolean has(String key) {
    return entries.containsKey(key);
  }

  /** The value of a key that may be absent. */
  public @Nullable YamlNode get(String key) {
    return entries.get(key);
  }

  /** The mapping below a key; an absent one is empty. */
  public YamlSection section(String key, List<String> known) {
    return optional(entries.get(key), path, place(key), known);
  }

  /** The mappings in the list below a key; an absent one is empty. */
  public List<YamlSection> list(String key, List<String> known) {
    YamlNode node = entries.get(key);
    return switch (node) {
      case null -> List.of();
      case YamlNode.Sequence sequence ->
          sequence.items().stream().map(item -> of(item, path, place(key), known)).toList();
      case YamlNode.Mapping _ -> throw wrong(key, "a list");
      case YamlNode.Scalar _ -> throw wrong(key, "a list");
    };
  }

  /** The words in the list below a key; an absent one is empty. */
  public List<String> words(String key) {
    YamlNode node = entries.get(key);
    return switch (node) {
      case null -> List.of();
      case YamlNode.Sequence sequence ->
          sequence.items().stream().map(item -> scalar(item, key)).toList();
      case YamlNode.Mapping _ -> throw wrong(key, "a list of words");
      case YamlNode.Scalar _ -> throw wrong(key, "a list of words");
    };
  }

  /** The words below the keys of a mapping that may have any; an absent one is empty. */
  public SequencedMap<String, String> wordsByKey(String key) {
    YamlNode node = entries.get(key);
    SequencedMap<String, String> words = new LinkedHashMap<>();
    if (node == null) {
      return words;
    }
    if (!(node instanceof YamlNode.Mapping mapping)) {
      throw wrong(key, "a mapping of words");
    }
    mapping.entries().forEach((name, value) -> words.put(name, scalar(value, key + "." + name)));
    return words;
  }

  /** A single value, cleaned of control characters; empty when absent. */
  public String text(String key) {
    YamlNode node = entries.get(key);
    return node == null ? "" : scalar(node, key);
  }

  /** A single value that must be there. */
  public String required(String key) {
    String text = text(key);
    if (text.isEmpty()) {
      throw YamlText.malformed(
          path, line, "expected the key " + place(key) + ", found none; add it", null);
    }
    return text;
  }

  private String scalar(YamlNode node, String key) {
    return switch (node) {
      case YamlNode.Scalar scalar -> CleanText.line(scalar.text(), LONGEST);
      case YamlNode.Mapping _ -> throw wrong(key, "a single value");
      case YamlNode.Sequence _ -> throw wrong(key, "a single value");
    };
  }

  /** A duration with its unit; empty when absent. */
  public Optional<Duration> duration(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    Optional<Duration> duration = Measures.duration(text(key));
    if (duration.isEmpty()) {
      throw wrong(key, "a duration with its unit, such as 45s or 1000ms");
    }
    return duration;
  }

  /** A number of 0 or more; empty when absent. */
  public OptionalDouble number(String key) {
    if (!has(key)) {
      return OptionalDouble.empty();
    }
    String text = text(key);
    double value = Decimal.parse(text, 0, text.length());
    if (!(value >= 0 && value < 1e12)) {
      throw wrong(key, "a number of 0 or more");
    }
    return OptionalDouble.of(value);
  }

  /** A whole number from 0 to a million; empty when absent. */
  public OptionalDouble count(String key) {
    if (!has(key)) {
      return OptionalDouble.empty();
    }
    String text = text(key);
    double value = Decimal.parse(text, 0, text.length());
    if (!(value >= 0 && value <= 1_000_000 && value == Math.rint(value))) {
      throw wrong(key, "a whole number from 0 to 1000000");
    }
    return OptionalDouble.of(value);
  }

  /** A share such as {@code 1%} or {@code 0.01}, from 0 to 1; empty when absent. */
  public OptionalDouble share(String key) {
    if (!has(key)) {
      return OptionalDouble.empty();
    }
    double share = Measures.share(text(key)).orElse(-1);
    if (!(share >= 0 && share <= 1)) {
      throw wrong(key, "a share such as 1% or 0.01");
    }
    return OptionalDouble.of(share);
  }

  /** The refusal of a key's value. */
  public IntakeException wrong(String key, String expected) {
    return wrong(path, entries.get(key), place(key), expected);
  }

  /** The refusal of one word in the list below a key. */
  public IntakeException wrongWord(String key, String expected, String word) {
    YamlNode list = entries.get(key);
    int at = list == null ? line : list.line();
    return wrong(path, new YamlNode.Scalar(at, word), place(key), expected);
  }

  private static IntakeException wrong(
      String path, @Nullable YamlNode node, String at, String expected) {
    return YamlText.malformed(
        path,
        node == null ? 0 : node.line(),
        at + ": expected " + expected + ", found " + (node == null ? "nothing" : node.shown()),
        null);
  }

  private String place(String key) {
    return at.isEmpty() ? key : at + "." + key;
  }
}
