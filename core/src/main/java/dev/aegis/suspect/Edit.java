package dev.aegis.suspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a commit does to the code: its diff without comments, and without rows that were only moved.
 */
final class Edit {
  private static final Pattern LITERAL =
      Pattern.compile("\"([^\"]{2,200})\"|'([^']{2,200})'|`([^`]{2,200})`");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{1,60}");

  private final Commit commit;
  private final Diff diff;
  private final List<Row> removed;
  private final List<Row> added;
  private final List<Setting> settings;

  Edit(Commit commit) {
    this.commit = commit;
    diff = Diff.of(commit.diff(), commit.files().isEmpty() ? "" : commit.files().getFirst());
    List<Row> out = side(Row.Side.REMOVED);
    List<Row> in = side(Row.Side.ADDED);
    removed = without(out, in);
    added = without(in, out);
    settings = settings(removed, added);
  }

  private List<Row> side(Row.Side side) {
    return diff.rows().stream().filter(row -> row.side() == side && !row.isBlank()).toList();
  }

  /** What stands on one side and not, just so, on the other. */
  private static List<Row> without(List<Row> rows, List<Row> others) {
    Map<String, Integer> there = new HashMap<>();
    others.forEach(row -> there.merge(row.plain(), 1, Integer::sum));
    List<Row> left = new ArrayList<>();
    for (Row row : rows) {
      if (there.merge(row.plain(), -1, Integer::sum) < 0) {
        left.add(row);
      }
    }
    return List.copyOf(left);
  }

  private static List<Setting> settings(List<Row> removed, List<Row> added) {
    Map<String, Amount> before = amounts(removed);
    Map<String, Amount> after = amounts(added);
    List<Setting> found = new ArrayList<>();
    before.forEach((key, amount) -> {
      Amount now = after.getOrDefault(key, Setting.ABSENT);
      if (Double.isNaN(now.value()) || now.value() != amount.value()) {
        found.add(new Setting(Setting.Kind.of(amount.key()), amount.key(), amount, now));
      }
    });
    after.forEach((key, amount) -> {
      if (!before.containsKey(key)) {
        found.add(new Setting(Setting.Kind.of(amount.key()), amount.key(), Setting.ABSENT, amount));
      }
    });
    return List.copyOf(found);
  }

  private static Map<String, Amount> amounts(List<Row> rows) {
    Map<String, Amount> found = new LinkedHashMap<>();
    for (Row row : rows) {
      if (!row.logs()) {
        Amount.in(row.code())
            .forEach(amount ->
                found.putIfAbsent(
                    row.file() + " " + amount.key().toLowerCase(Locale.ROOT), amount));
      }
    }
    return found;
  }

  Commit commit() {
    return commit;
  }

  boolean isEmpty() {
    return removed.isEmpty() && added.isEmpty();
  }

  /** Whether there is a diff at all, be it of comments only. */
  boolean isRecorded() {
    return !diff.rows().isEmpty();
  }

  /** Rows of code that are no more. */
  List<Row> removed() {
    return removed;
  }

  /** Rows of code that are new. */
  List<Row> added() {
    return added;
  }

  /** All rows as they stand in the diff. */
  List<Row> rows() {
    return diff.rows();
  }

  /** The functions that it lies in, as the hunks name them. */
  List<String> headings() {
    return diff.headings();
  }

  /** Figures that differ. */
  List<Setting> settings() {
    return settings;
  }

  /** Whether every row that changed is of this sort. */
  boolean only(Predicate<Row> sort) {
    return !isEmpty() && removed.stream().allMatch(sort) && added.stream().allMatch(sort);
  }

  /** More that matches was taken out than put in. */
  boolean gone(Pattern pattern) {
    return count(removed, pattern) > count(added, pattern);
  }

  /** More that matches was put in than taken out. */
  boolean come(Pattern pattern) {
    return count(added, pattern) > count(removed, pattern);
  }

  private static long count(List<Row> rows, Pattern pattern) {
    return rows.stream()
        .filter(row -> !row.logs())
        .mapToLong(row -> pattern.matcher(row.spread()).results().count())
        .sum();
  }

  /** String literals of one side. */
  static Set<String> literals(List<Row> rows) {
    Set<String> found = new TreeSet<>();
    for (Row row : rows) {
      Matcher matcher = LITERAL.matcher(row.code());
      while (matcher.find()) {
        for (int group = 1; group <= 3; group++) {
          if (matcher.group(group) != null) {
            found.add(matcher.group(group));
          }
        }
      }
    }
    return found;
  }

  /** Names of one side, as written. */
  static Set<String> names(List<Row> rows) {
    Set<String> found = new TreeSet<>();
    for (Row row : rows) {
      Matcher matcher = NAME.matcher(row.code());
      while (matcher.find()) {
        found.add(matcher.group());
      }
    }
    return found;
  }
}
