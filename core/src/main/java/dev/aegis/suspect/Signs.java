package dev.aegis.suspect;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an edit does, as far as its text can tell; each answers with yes or no. */
final class Signs {
  private static final int LOOP_BODY = 8;
  private static final int FEWEST_TOKENS = 2;
  private static final Pattern TOKEN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|[0-9.]+|[^\\sA-Za-z0-9_]");
  private static final Pattern LOOP =
      Pattern.compile(
          "\\b(for|while|foreach)\\b|\\.(map|for ?each|flat ?map)\\s*\\(|\\beach\\b.*\\bdo\\b");
  private static final Pattern FAR_CALL =
      Pattern.compile(
          "\\b(query|fetch|get|load|find|select|exec|execute|call|post|read|lookup|request|invoke|send|list)[a-z"
              + " ]*\\(");
  private static final Pattern LOCAL_CALL =
      Pattern.compile("\\b(map|dict|headers?|params?|args|config)\\.get");
  private static final Pattern CALL = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)\\s*\\(");
  private static final Pattern OPERATOR =
      Pattern.compile("<=|>=|==|!=|&&|\\|\\||<|>|!|\\bnot\\b|\\band\\b|\\bor\\b");
  private static final Pattern DECIDES =
      Pattern.compile("\\b(if|while|when|unless|case|return|assert|filter|where)\\b");
  private static final Pattern FLIP =
      Pattern.compile("\\b(true|false|on|off|yes|no|enabled|disabled)\\b");

  private Signs() {}

  static Predicate<Edit> gone(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return edit -> edit.gone(pattern);
  }

  static Predicate<Edit> come(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return edit -> edit.come(pattern);
  }

  /** Rows that match are not the same on both sides. */
  static Predicate<Edit> touched(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return edit -> matches(edit.removed(), pattern) || matches(edit.added(), pattern);
  }

  private static boolean matches(List<Row> rows, Pattern pattern) {
    return rows.stream().anyMatch(row -> !row.logs() && pattern.matcher(row.spread()).find());
  }

  static Predicate<Edit> less(Setting.Kind kind) {
    return edit -> edit.settings().stream().anyMatch(each -> each.kind() == kind && each.less());
  }

  static Predicate<Edit> more(Setting.Kind kind) {
    return edit -> edit.settings().stream().anyMatch(each -> each.kind() == kind && each.more());
  }

  static Predicate<Edit> lost(Setting.Kind kind) {
    return edit -> edit.settings().stream().anyMatch(each -> each.kind() == kind && each.gone());
  }

  /** A figure of the kind differs, or came, or went. */
  static Predicate<Edit> set(Setting.Kind kind) {
    return edit -> edit.settings().stream().anyMatch(each -> each.kind() == kind);
  }

  /** A call whose name begins like this is made no more. */
  static Predicate<Edit> callGone(String verbs) {
    Pattern verb = Pattern.compile("^(" + verbs + ")\\b");
    return edit -> {
      Set<String> left = calls(edit.removed());
      left.removeAll(calls(edit.added()));
      return left.stream().anyMatch(name -> verb.matcher(Vocabulary.spread(name)).find());
    };
  }

  private static Set<String> calls(List<Row> rows) {
    Set<String> names = new TreeSet<>();
    for (Row row : rows) {
      Matcher matcher = CALL.matcher(row.logs() ? "" : row.code());
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  /** Something far away is asked once for each of many. */
  static boolean callInLoop(Edit edit) {
    List<Row> now =
        edit.rows().stream()
            .filter(row -> row.side() != Row.Side.REMOVED && !row.isBlank())
            .toList();
    for (int i = 0; i < now.size(); i++) {
      if (LOOP.matcher(now.get(i).spread()).find()) {
        int end = Math.min(now.size(), i + LOOP_BODY);
        if (now.subList(i, end).stream().anyMatch(row -> isNewFarCall(edit, row))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isNewFarCall(Edit edit, Row row) {
    return edit.added().contains(row)
        && FAR_CALL.matcher(row.spread()).find()
        && !LOCAL_CALL.matcher(row.spread()).find();
  }

  /** In a row that is otherwise as it was, one or two names or texts gave way to others. */
  static boolean renamed(Edit edit) {
    for (Row before : edit.removed()) {
      for (Row after : edit.added()) {
        if (isRenaming(before, after)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isRenaming(Row before, Row after) {
    List<String> old = tokens(before);
    List<String> now = tokens(after);
    if (old.size() != now.size() || old.size() < FEWEST_TOKENS || before.reports()) {
      return false;
    }
    int differing = 0;
    for (int i = 0; i < old.size(); i++) {
      if (!old.get(i).equals(now.get(i))) {
        if (!isName(old.get(i)) || !isName(now.get(i))) {
          return false;
        }
        differing++;
      }
    }
    return differing >= 1 && differing <= 2;
  }

  private static List<String> tokens(Row row) {
    return TOKEN.matcher(row.code()).results().map(found -> found.group()).toList();
  }

  private static boolean isName(String token) {
    return Character.isLetter(token.charAt(0)) && token.length() > 1;
  }

  /** A decision is made in another way. */
  static boolean conditionChanged(Edit edit) {
    return !operators(edit.removed()).equals(operators(edit.added()));
  }

  private static List<String> operators(List<Row> rows) {
    return rows.stream()
        .filter(row -> !row.logs() && DECIDES.matcher(row.spread()).find())
        .flatMap(row -> OPERATOR.matcher(row.spread()).results().map(found -> found.group()))
        .sorted()
        .toList();
  }

  /** A switch stands the other way. */
  static boolean flipped(Edit edit) {
    List<String> before = switches(edit.removed());
    List<String> after = switches(edit.added());
    return !before.isEmpty() && before.size() == after.size() && !before.equals(after);
  }

  private static List<String> switches(List<Row> rows) {
    return rows.stream()
        .filter(row -> !row.logs())
        .flatMap(row -> FLIP.matcher(row.spread()).results().map(found -> found.group()))
        .toList();
  }
}
