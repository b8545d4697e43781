package dev.aegis.suspect;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What sort of change it is, before it is asked what it fits: most sorts cannot break a service.
 */
final class Nature {
  private static final Pattern DOCS =
      Pattern.compile(
          "(^|/)(docs?|documentation|adr|runbooks?)/|\\.(md|rst|adoc)$|(^|/)(license|codeowners|changelog"
              + "|readme|notice|authors)[^/]*$");
  private static final Pattern TESTS =
      Pattern.compile(
          "(^|/)(tests?|__tests__|spec|specs|testdata|fixtures|e2e|mocks?)/|_test\\.\\w+$|\\.(test|spec)\\.\\w+$"
              + "|(^|/)test_[^/]+$|test\\.(java|kt|cs)$");
  private static final Pattern TOOLING =
      Pattern.compile(
          "(^|/)\\.(github|circleci|gitlab|buildkite|vscode|idea)|(^|/)\\.[^/]+$|golangci|eslint|prettier"
              + "|jenkinsfile|\\.editorconfig|(^|/)makefile$");
  private static final Pattern LOOKS =
      Pattern.compile(
          "\\.(css|scss|less|svg|png|jpg|ico|woff2?)$|(^|/)(theme|palette|styles?)[^/]*$");
  private static final Pattern ELSEWHERE =
      Pattern.compile("(^|/|[-_.])(staging|stage|dev|qa|sandbox|preprod|local)(/|[-_.])");
  private static final Pattern DEPENDENCIES =
      Pattern.compile(
          "(^|/)(go\\.(mod|sum)|package(-lock)?\\.json|yarn\\.lock|pnpm-lock.yaml|pom\\.xml|requirements[^/]*"
              + "\\.txt|poetry\\.lock|cargo\\.(toml|lock)|gemfile(\\.lock)?|build\\.gradle(\\.kts)?)$");
  private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)(?:\\.(\\d+))?");
  private static final Pattern HARMLESS_WORDS =
      Pattern.compile(
          "\\b(docs?|typo|readme|changelog|codeowners|gofmt|goimports|format|lint|comments?|style|restyle"
              + "|imports|license)\\b|^\\W*(docs|test|ci|style)\\b");

  private static final double CANNOT = -25;
  private static final double HARDLY = -14;
  private static final double SELDOM = -8;
  private static final double UNKNOWN = -6;
  private static final int FEWEST_KEPT = 2;

  private Nature() {}

  /**
   * What speaks against a change by its sort alone; empty for ordinary code.
   *
   * @param logsMatter whether what fails can come of writing too much
   */
  static Optional<Finding> of(Edit edit, boolean logsMatter) {
    List<String> files =
        edit.commit().files().stream().map(file -> file.toLowerCase(Locale.ROOT)).toList();
    if (all(files, DOCS)) {
      return against(CANNOT, "it touches documents only");
    }
    if (all(files, TESTS)) {
      return against(CANNOT, "it touches tests only");
    }
    if (all(files, TOOLING)) {
      return against(CANNOT, "it touches tools of the build only");
    }
    if (all(files, ELSEWHERE)) {
      return against(CANNOT, "it touches another environment only");
    }
    if (all(files, LOOKS)) {
      return against(HARDLY, "it touches looks only");
    }
    if (all(files, DEPENDENCIES)) {
      return bump(edit);
    }
    return edit.isRecorded() ? code(edit, logsMatter) : unseen(edit);
  }

  private static boolean all(List<String> files, Pattern pattern) {
    return !files.isEmpty() && files.stream().allMatch(file -> pattern.matcher(file).find());
  }

  private static Optional<Finding> unseen(Edit edit) {
    return HARMLESS_WORDS.matcher(edit.commit().message().toLowerCase(Locale.ROOT)).find()
        ? against(HARDLY, "its author calls it harmless, and no diff is known")
        : against(UNKNOWN, "no diff of it is known");
  }

  private static Optional<Finding> bump(Edit edit) {
    if (bumpsMajor(edit)) {
      return against(-1, "it brings a library in another major version");
    }
    return against(SELDOM, "it brings a library in another minor version");
  }

  private static Optional<Finding> code(Edit edit, boolean logsMatter) {
    if (edit.isEmpty()) {
      return against(CANNOT, "it touches comments or blanks only");
    }
    if (logsMatter && logsMore(edit)) {
      return Optional.empty();
    }
    if (edit.only(Row::logs)) {
      return against(HARDLY, "it touches log lines only");
    }
    Predicate<Row> watching = row -> row.logs() || row.watches() || bracket(row);
    if (edit.only(watching)) {
      return against(HARDLY, "it touches measuring only");
    }
    return keepsEverything(edit)
        ? against(SELDOM, "it moves code about and keeps its figures and texts")
        : Optional.empty();
  }

  private static boolean bracket(Row row) {
    return !row.code().chars().anyMatch(Character::isLetterOrDigit)
        || row.code().startsWith("Name:");
  }

  /** Whether every figure and text, and nearly every name, that was taken out was put in again. */
  private static boolean keepsEverything(Edit edit) {
    if (edit.removed().isEmpty() || edit.added().isEmpty() || !edit.settings().isEmpty()) {
      return false;
    }
    Set<String> names = Edit.names(edit.removed());
    names.removeAll(Edit.names(edit.added()));
    Set<String> texts = Edit.literals(edit.removed());
    texts.removeAll(Edit.literals(edit.added()));
    int kept = numbers(edit.removed()).size() + Edit.literals(edit.removed()).size();
    return kept >= FEWEST_KEPT
        && names.size() <= Edit.names(edit.removed()).size() / 4
        && texts.isEmpty()
        && numbers(edit.removed()).equals(numbers(edit.added()));
  }

  private static Set<String> numbers(List<Row> rows) {
    Set<String> found = new TreeSet<>();
    Pattern number = Pattern.compile("\\b\\d+(\\.\\d+)?\\b");
    rows.forEach(
        row -> number.matcher(row.code()).results().forEach(each -> found.add(each.group())));
    return found;
  }

  /** Whether a library comes in another major version, or a zeroth one in another minor version. */
  static boolean bumpsMajor(Edit edit) {
    for (Row before : edit.removed()) {
      for (Row after : edit.added()) {
        Matcher old = VERSION.matcher(before.code());
        Matcher now = VERSION.matcher(after.code());
        if (old.find() && now.find() && sameLibrary(before, after, old, now) && major(old, now)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean sameLibrary(Row before, Row after, Matcher old, Matcher now) {
    String name = before.code().substring(0, old.start()).strip();
    return !name.isEmpty() && name.equals(after.code().substring(0, now.start()).strip());
  }

  private static boolean major(Matcher old, Matcher now) {
    return !old.group(1).equals(now.group(1))
        || ("0".equals(old.group(1)) && !old.group(2).equals(now.group(2)));
  }

  /** Whether more is logged, or in more detail. */
  static boolean logsMore(Edit edit) {
    long before = edit.removed().stream().filter(Row::logs).count();
    long after = edit.added().stream().filter(Row::logs).count();
    return after > before || edit.come(Pattern.compile("log ?level|\\b(debug|trace)\\b"));
  }

  private static Optional<Finding> against(double decibans, String words) {
    return Optional.of(new Finding(decibans, words, Finding.Kind.NATURE));
  }
}
