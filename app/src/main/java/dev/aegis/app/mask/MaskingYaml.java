package dev.aegis.app.mask;

import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.intake.YamlNode;
import dev.aegis.app.intake.YamlSection;
import dev.aegis.app.intake.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The part {@code mask} of {@code aegis.yaml}:
 *
 * <pre>{@code
 * mask:
 *   off: [ip]
 *   patterns:
 *     customer: 'cust-(\d{6})'
 * }</pre>
 */
public final class MaskingYaml {
  /** The name of the part. */
  public static final String KEY = "mask";

  static final List<String> KEYS = List.of("off", "patterns");
  private static final Path FILE = Path.of("aegis.yaml");
  private static final int MOST_PATTERNS = 50;
  private static final int LONGEST_PATTERN = 500;
  private static final long MOST_BYTES = 1 << 20;

  private MaskingYaml() {}

  /**
   * What holds for a command that has no file of its own: that of {@code aegis.yaml} in the working
   * directory, else in the state directory, else the rules that come with Aegis.
   *
   * @param home the state directory
   * @throws IntakeException when the file breaks its form
   */
  public static Masking found(Path home) {
    for (Path file : List.of(FILE, home.resolve(FILE))) {
      if (Files.isRegularFile(file)) {
        YamlNode top = YamlText.parse(text(file), file.toString());
        YamlNode part = top instanceof YamlNode.Mapping mapping ? mapping.entries().get(KEY) : null;
        return read(part, file.toString(), home);
      }
    }
    return Masking.standard(new MaskKey(home));
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw YamlText.malformed(file.toString(), 0, "expected at most 1 MiB, found more", null);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw YamlText.malformed(
          file.toString(), 0, "expected a file that can be read, found none", e);
    }
  }

  /**
   * Reads the part.
   *
   * @param part {@code null} where it is not written
   * @param path how errors name the file
   * @param home the state directory
   * @throws IntakeException when it breaks its form
   */
  public static Masking read(@Nullable YamlNode part, String path, Path home) {
    if (part == null) {
      return Masking.standard(new MaskKey(home));
    }
    YamlSection mask = YamlSection.of(part, path, KEY, KEYS);
    List<Rule> rules = new ArrayList<>(Rules.STANDARD);
    List<String> known = Rules.STANDARD.stream().map(Rule::name).toList();
    for (String off : mask.words("off")) {
      if (!known.contains(off)) {
        throw mask.wrong("off", "some of " + String.join(", ", known));
      }
      rules.removeIf(rule -> rule.name().equals(off));
    }
    // One's own come first: what they hide is more telling by its own name.
    rules.addAll(0, own(mask));
    return new Masking(rules, new MaskKey(home));
  }

  private static List<Rule> own(YamlSection mask) {
    YamlNode patterns = mask.get("patterns");
    if (patterns == null) {
      return List.of();
    }
    if (!(patterns instanceof YamlNode.Mapping mapping)
        || mapping.entries().size() > MOST_PATTERNS) {
      throw mask.wrong("patterns", "at most " + MOST_PATTERNS + " names, each with a pattern");
    }
    List<Rule> own = new ArrayList<>();
    for (Map.Entry<String, YamlNode> entry : mapping.entries().entrySet()) {
      own.add(rule(entry.getKey(), entry.getValue(), mask));
    }
    return own;
  }

  private static Rule rule(String name, YamlNode node, YamlSection mask) {
    if (!name.matches("[a-z][a-z0-9_-]{0,29}")
        || !(node instanceof YamlNode.Scalar scalar)
        || scalar.text().isEmpty()
        || scalar.text().length() > LONGEST_PATTERN) {
      throw mask.wrong(
          "patterns",
          "names of small letters, each with a pattern of 1 to " + LONGEST_PATTERN + " characters");
    }
    try {
      Pattern pattern = Pattern.compile(scalar.text());
      if (pattern.matcher("").matches()) {
        throw mask.wrong("patterns", "a pattern for " + name + " that does not match nothing");
      }
      return Rule.of(name, pattern);
    } catch (PatternSyntaxException e) {
      throw mask.wrong(
          "patterns", "a regular expression of Java for " + name + " (" + e.getDescription() + ")");
    }
  }
}
