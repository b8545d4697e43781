package dev.aegis.app.model;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a sentence in a model's words says nothing that was not said: each figure with its unit,
 * each name, and each word for what is decided or done has to be in the message that it words. A
 * sentence has no markup, no link, no mention and no control character.
 *
 * <p>What it cannot see is a sentence that turns the sense round with words that were there; that
 * is why our own sentence always stands before the model's.
 */
final class WordsCheck {
  static final int LONGEST = 400;

  private static final Pattern PLAIN =
      Pattern.compile("(?:[A-Za-z0-9 .,;:%+\\-()/='’\"_$–→≤≥]|<(?=[.0-9]))+");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./:+-]*|[%$<>≤≥]");
  private static final Pattern FIGURE =
      Pattern.compile("([<>≤≥]?\\$?[0-9]*\\.?[0-9]+)\\s*(%|[A-Za-z]{1,12})?");
  private static final Pattern HAS_DIGIT = Pattern.compile(".*[0-9].*");
  private static final Pattern INNER_MARK = Pattern.compile("[A-Za-z]+(?:[_./:+-][A-Za-z]+)+");

  /** Units whose loss or change would turn a figure into another one. */
  private static final Set<String> UNITS =
      Set.of(
          "%",
          "ms",
          "s",
          "min",
          "h",
          "minutes",
          "seconds",
          "hours",
          "pods",
          "requests",
          "times",
          "mib",
          "gib",
          "usd",
          "dollars",
          "points",
          "lines",
          "replays",
          "services",
          "x");

  private static final List<String> NUMBERS =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "dozen",
          "twenty",
          "thirty",
          "fifty",
          "hundred",
          "thousand",
          "million",
          "half",
          "double",
          "twice",
          "triple",
          "thrice",
          "quarter");

  /** Beginnings of words for decisions, actions and what would make somebody careless. */
  private static final List<String> WEIGHTY =
      List.of(
          "approv",
          "execut",
          "resolv",
          "reject",
          "pass",
          "deny",
          "denied",
          "abstain",
          "rollback",
          "roll",
          "revert",
          "scal",
          "restart",
          "failover",
          "fail",
          "shed",
          "flag",
          "delet",
          "drop",
          "disabl",
          "enabl",
          "ignor",
          "safe",
          "risk",
          "harmless",
          "guarant",
          "certain",
          "urgent",
          "immediat",
          "must",
          "password",
          "secret",
          "token",
          "key",
          "credential",
          "prompt",
          "not",
          "no",
          "never",
          "without",
          "cannot",
          "downgrad",
          "upgrad",
          "install",
          "run",
          "click",
          "visit",
          "http",
          "www",
          "security",
          "human",
          "operator",
          "admin",
          "everyone",
          "undo");

  private WordsCheck() {}

  /**
   * What is wrong with a sentence; empty where nothing is.
   *
   * @param message what was said, with placeholders
   * @param names that may be used only where the message has them
   */
  static Optional<String> wrong(String sentence, String message, Set<String> names) {
    if (sentence.isBlank() || sentence.length() > LONGEST) {
      return Optional.of("expected 1 to " + LONGEST + " characters, found " + sentence.length());
    }
    if (!PLAIN.matcher(sentence).matches() || sentence.contains("//")) {
      return Optional.of("expected plain words, found markup, a link or a sign that has no place");
    }
    Set<String> said = tokens(message);
    for (String token : tokens(sentence)) {
      if (!said.contains(token) && isBound(token, names)) {
        return Optional.of("\"" + token + "\" is not in the message");
      }
    }
    Set<String> figures = figures(message);
    for (String figure : figures(sentence)) {
      if (!figures.contains(figure)) {
        return Optional.of("the figure \"" + figure + "\" is not in the message");
      }
    }
    return Optional.empty();
  }

  private static boolean isBound(String token, Set<String> names) {
    return HAS_DIGIT.matcher(token).matches()
        || INNER_MARK.matcher(token).matches()
        || names.stream().anyMatch(name -> name.equalsIgnoreCase(token))
        || NUMBERS.contains(token)
        || WEIGHTY.stream().anyMatch(w -> token.length() < 4 ? token.equals(w) : begins(token, w));
  }

  private static boolean begins(String token, String word) {
    return word.length() < 4 ? token.equals(word) : token.startsWith(word);
  }

  private static Set<String> tokens(String text) {
    Set<String> tokens = new HashSet<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group().replaceAll("[./:+-]+$", "").toLowerCase(Locale.ROOT));
    }
    tokens.remove("");
    return tokens;
  }

  /** Each number with the unit after it, where that is one. */
  private static Set<String> figures(String text) {
    Set<String> figures = new HashSet<>();
    Matcher matcher = FIGURE.matcher(text);
    while (matcher.find()) {
      String unit =
          Optional.ofNullable(matcher.group(2)).map(u -> u.toLowerCase(Locale.ROOT)).orElse("");
      figures.add(UNITS.contains(unit) ? matcher.group(1) + " " + unit : matcher.group(1));
    }
    return figures;
  }
}
