package dev.aegis.suspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands, just so, both in a diff and in what fails: a name that an error quotes, a file of a
 * stack, a text that the code sends, a figure that a series steps from or to.
 */
final class Traces {
  private static final double SURE = 14;
  private static final double LIKELY = 8;
  private static final double SLIGHT = 2;
  private static final int LONG_ENOUGH = 12;
  private static final Pattern QUOTED =
      Pattern.compile(
          "['\"`\\[]([A-Za-z_][\\w.\\-/]{2,60})['\"`\\]]|\\b(?:field|column|key|table|topic|env)["
              + " =:]+([A-Za-z_][\\w.\\-]{2,60})");
  private static final Pattern FRAME =
      Pattern.compile(
          "([\\w\\-./]{1,80}\\.(?:go|java|kt|py|ts|tsx|js|rb|cs|cpp|cc|rs|php|scala))\\b");
  private static final Pattern FIELD_NUMBER =
      Pattern.compile("([A-Za-z_][\\w.]{1,60})=(-?\\d+(?:\\.\\d+)?)\\b");
  private static final Pattern HOLES = Pattern.compile("<[A-Za-z]+>|\\$\\d+|%[a-z]|\\?|\\d+");

  private final Symptoms symptoms;
  private final Map<String, Pattern> quoted = new TreeMap<>();
  private final List<String> plain;
  private final Set<String> frames = new TreeSet<>();

  Traces(Symptoms symptoms) {
    this.symptoms = symptoms;
    for (Symptoms.Text text : symptoms.texts()) {
      if (text.said()) {
        Matcher matcher = QUOTED.matcher(text.raw());
        while (matcher.find()) {
          String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
          quoted.put(
              name,
              Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(name) + "(?![A-Za-z0-9_])"));
        }
      }
    }
    symptoms
        .texts()
        .forEach(text ->
            FRAME.matcher(text.raw()).results().forEach(found -> frames.add(found.group(1))));
    plain = symptoms.texts().stream().map(text -> holes(text.raw())).toList();
  }

  List<Finding> of(Edit edit) {
    List<Finding> found = new ArrayList<>();
    quoted(edit).ifPresent(found::add);
    frame(edit).ifPresent(found::add);
    literal(edit).ifPresent(found::add);
    stepped(edit).ifPresent(found::add);
    return found;
  }

  private Optional<Finding> quoted(Edit edit) {
    List<Finding> found = new ArrayList<>();
    quoted.forEach((name, whole) -> {
      boolean out = stands(whole, edit.removed());
      boolean in = stands(whole, edit.added());
      if (out && in) {
        found.add(
            finding(SLIGHT, "it touches a row about " + shown(name) + ", which the errors name"));
      } else if (out || in) {
        found.add(
            finding(
                SURE,
                (out ? "it takes away " : "it brings in ")
                    + shown(name)
                    + ", which the errors name"));
      }
    });
    return found.stream().max(Comparator.comparingDouble(Finding::decibans));
  }

  private static boolean stands(Pattern whole, List<Row> rows) {
    return rows.stream().anyMatch(row -> !row.reports() && whole.matcher(row.code()).find());
  }

  private Optional<Finding> frame(Edit edit) {
    return frames.stream()
        .filter(file -> edit.commit().files().stream().anyMatch(each -> samePath(each, file)))
        .findFirst()
        .map(file ->
            finding(SURE, "a stack of the errors lies in " + shown(file) + ", which it touches"));
  }

  private static boolean samePath(String touched, String file) {
    return touched.equals(file) || touched.endsWith("/" + file) || file.endsWith("/" + touched);
  }

  private Optional<Finding> literal(Edit edit) {
    Set<String> literals = new TreeSet<>();
    for (List<Row> side : List.of(edit.removed(), edit.added())) {
      literals.addAll(Edit.literals(side.stream().filter(row -> !row.reports()).toList()));
    }
    Set<String> both = Edit.literals(edit.removed());
    both.retainAll(Edit.literals(edit.added()));
    literals.removeAll(both);
    for (String literal : literals) {
      String sent = holes(literal);
      if (sent.length() >= LONG_ENOUGH && plain.stream().anyMatch(text -> text.contains(sent))) {
        return Optional.of(finding(SURE, "what fails carries its text \"" + shown(literal) + "\""));
      }
    }
    return Optional.empty();
  }

  private static String holes(String text) {
    return HOLES.matcher(text).replaceAll("#").toLowerCase(Locale.ROOT);
  }

  /** A figure of the diff that telemetry shows as the value before, the value after, or both. */
  private Optional<Finding> stepped(Edit edit) {
    for (Setting setting : edit.settings()) {
      if (setting.changed()) {
        for (Move move : symptoms.moves()) {
          if (near(move.usual(), setting.before()) && near(move.now(), setting.after())) {
            return Optional.of(
                finding(SURE, shown(move.measure()) + " steps from its old figure to its new one"));
          }
        }
      }
      if (!Double.isNaN(setting.after().value()) && seen(setting)) {
        return Optional.of(
            finding(LIKELY, "errors carry its new figure of " + shown(setting.key())));
      }
    }
    return Optional.empty();
  }

  private static boolean near(double seen, Amount amount) {
    return same(seen, amount.written())
        || same(seen, amount.value())
        || same(seen, amount.value() / 1e3);
  }

  private static boolean same(double one, double other) {
    return Math.abs(one - other) <= 1e-6 * Math.max(1, Math.abs(other));
  }

  private boolean seen(Setting setting) {
    for (Symptoms.Text text : symptoms.texts()) {
      Matcher matcher = FIELD_NUMBER.matcher(text.raw());
      while (matcher.find()) {
        double value = Double.parseDouble(matcher.group(2));
        if (Math.abs(value) > 1
            && near(value, setting.after())
            && Setting.Kind.of(matcher.group(1)) == setting.kind()
            && setting.kind() != Setting.Kind.OTHER) {
          return true;
        }
      }
    }
    return false;
  }

  private static Finding finding(double decibans, String words) {
    return new Finding(decibans, words, Finding.Kind.TRACE);
  }

  private static String shown(String untrusted) {
    return Vocabulary.shown(untrusted);
  }
}
