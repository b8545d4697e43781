package dev.aegis.app.evidence;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Groups log lines that say the same of different things, as Drain does (He, Zhu, Zheng and Lyu,
 * ICWS 2017): lines of the same number of words and the same first word are compared word by word,
 * and where at least half of the words agree, those that differ become {@code <*>}. Words with a
 * digit are taken for parameters from the start.
 */
final class LogPatterns {
  private static final String ANY = "<*>";

  /** Stands for a quoted text while a line is taken apart: a character that no clean line has. */
  private static final char STAND = '\uE000';

  private static final double ALIKE = 0.5;
  private static final int MOST_PATTERNS = 10_000;
  private static final int MOST_WORDS = 80;
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

  private static final class Group {
    final int id;
    final String[] words;

    Group(int id, String[] words) {
      this.id = id;
      this.words = words;
    }
  }

  private final Map<String, List<Group>> groups = new HashMap<>();
  private final List<Group> all = new ArrayList<>();

  /** The number of the pattern that a line belongs to. */
  int of(String line) {
    String[] words = words(line);
    List<Group> candidates =
        groups.computeIfAbsent(words.length + " " + words[0], k -> new ArrayList<>());
    Group best = null;
    double most = 0;
    for (Group group : candidates) {
      double alike = alike(group.words, words);
      if (alike > most) {
        most = alike;
        best = group;
      }
    }
    if (best != null && (most >= ALIKE || all.size() >= MOST_PATTERNS)) {
      merge(best.words, words);
      return best.id;
    }
    if (all.size() >= MOST_PATTERNS) {
      return 0;
    }
    Group made = new Group(all.size(), words);
    candidates.add(made);
    all.add(made);
    return made.id;
  }

  /** The text of a pattern, as it stands after all lines so far. */
  String text(int id) {
    return String.join(" ", all.get(id).words);
  }

  /** Writes all of them as {@code pattern_texts}. */
  void write(DuckDBConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE pattern_texts(id INTEGER, pattern VARCHAR)");
    }
    try (DuckDBAppender to = connection.createAppender("main", "pattern_texts")) {
      for (int id = 0; id < size(); id++) {
        to.beginRow().append(id).append(text(id)).endRow();
      }
    }
  }

  int size() {
    return all.size();
  }

  /** What a line says in the places that its pattern leaves open, in their order. */
  List<String> parameters(String line, int id) {
    String[] pattern = all.get(id).words;
    List<String> quoted = new ArrayList<>();
    String[] words = split(QUOTED.matcher(line).replaceAll(found -> stand(quoted, found.group())));
    if (words.length != pattern.length) {
      return List.of(line);
    }
    List<String> parameters = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < words.length; i++) {
      int stands = (int) words[i].chars().filter(c -> c == STAND).count();
      String word = words[i];
      for (String each : quoted.subList(next, Math.min(quoted.size(), next + stands))) {
        word = word.replaceFirst(String.valueOf(STAND), Matcher.quoteReplacement(each));
      }
      next += stands;
      if (pattern[i].contains(ANY)) {
        String key = pattern[i].substring(0, pattern[i].indexOf(ANY));
        parameters.add(word.startsWith(key) ? word.substring(key.length()) : word);
      }
    }
    return parameters;
  }

  private static String stand(List<String> quoted, String text) {
    quoted.add(text);
    return String.valueOf(STAND);
  }

  private static String[] words(String line) {
    String[] words = split(QUOTED.matcher(line).replaceAll(ANY));
    for (int i = 0; i < words.length; i++) {
      words[i] = masked(words[i]);
    }
    return words;
  }

  private static String[] split(String line) {
    return line.strip().split("\\s+", MOST_WORDS);
  }

  /** A word with its parameter left out; of {@code key=value} the key stays. */
  private static String masked(String word) {
    boolean digit = word.chars().anyMatch(Character::isDigit);
    if (!digit) {
      return word;
    }
    int equals = word.indexOf('=');
    return equals > 0 ? word.substring(0, equals + 1) + ANY : ANY;
  }

  private static double alike(String[] group, String[] line) {
    int same = 0;
    for (int i = 0; i < line.length; i++) {
      same += group[i].equals(line[i]) ? 1 : 0;
    }
    return (double) same / line.length;
  }

  private static void merge(String[] group, String[] line) {
    for (int i = 0; i < group.length; i++) {
      if (!group[i].equals(line[i])) {
        group[i] = ANY;
      }
    }
  }
}
