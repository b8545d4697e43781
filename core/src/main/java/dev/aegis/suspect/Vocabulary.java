package dev.aegis.suspect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words of code, of metrics and of messages made comparable: identifiers are taken apart at case
 * and punctuation, endings are cut, words that say nothing are left out.
 */
final class Vocabulary {
  private static final int SHORTEST = 3;
  private static final int LONGEST_TEXT = 20_000;
  private static final int LONGEST_SHOWN = 60;
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]*[0-9][0-9a-f]*");
  private static final Set<String> EMPTY_WORDS =
      Set.of(
          ("the and for with that this from into was are not has have had its all any but per via"
               + " than then when while out new old get set use used using our your been will can"
               + " may com org www http https func function def class const var let return import"
               + " package public private static final void int string str bool true false nil null"
               + " none self err error errors fail failed failure log logger info warn debug"
               + " service services svc server client request requests req response res above below"
               + " over under count total ratio rate sec second seconds min minute ms value values"
               + " data type name file line add tidy refactor chore feat fix update src lib pkg"
               + " internal main app api test tests high low spike observed threshold context ctx"
               + " code status handler handle handled call called before after")
              .split(" ", -1));

  private Vocabulary() {}

  /** Lower case, with spaces between the words of identifiers; punctuation stays. */
  static String spread(String text) {
    int end = Math.min(text.length(), LONGEST_TEXT);
    StringBuilder spread = new StringBuilder(end + end / 4);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (isUpper(c) && i > 0 && beginsWord(text, i, end)) {
        spread.append(' ');
      }
      spread.append(c == '_' ? ' ' : c);
    }
    return spread.toString().toLowerCase(Locale.ROOT);
  }

  /** An upper-case letter begins a word after a lower-case one, and as the last of several. */
  private static boolean beginsWord(String text, int i, int end) {
    char before = text.charAt(i - 1);
    return isLower(before)
        || isDigit(before)
        || (isUpper(before) && i + 1 < end && isLower(text.charAt(i + 1)));
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The telling words of a text, each once, stemmed, in order. */
  static Set<String> words(String text) {
    Set<String> words = new LinkedHashSet<>();
    for (String word : all(text)) {
      if (!EMPTY_WORDS.contains(word) && !DIGITS.matcher(word).matches()) {
        words.add(stem(word));
      }
    }
    return words;
  }

  /** Every word of a text, lower case. */
  static List<String> all(String text) {
    String spread = spread(text);
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= spread.length(); i++) {
      if (i == spread.length() || !(isLower(spread.charAt(i)) || isDigit(spread.charAt(i)))) {
        if (i - start >= SHORTEST) {
          words.add(spread.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  /** Without the endings of English that code and messages use differently. */
  static String stem(String word) {
    for (String ending : List.of("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "er")) {
      if (word.endsWith(ending) && word.length() - ending.length() >= SHORTEST + 1) {
        String stem = word.substring(0, word.length() - ending.length());
        return "ies".equals(ending) ? stem + "y" : stem;
      }
    }
    return word.endsWith("e") && word.length() > SHORTEST + 1
        ? word.substring(0, word.length() - 1)
        : word;
  }

  /** Untrusted text fit to be shown: one line, printable, short. */
  static String shown(String untrusted) {
    StringBuilder clean = new StringBuilder();
    untrusted
        .codePoints()
        .map(c -> Character.isWhitespace(c) ? ' ' : c)
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
        .limit(LONGEST_SHOWN)
        .forEach(clean::appendCodePoint);
    return clean.toString().strip();
  }
}
