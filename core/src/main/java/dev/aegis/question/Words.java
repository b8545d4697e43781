package dev.aegis.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A question cut into words. */
final class Words {
  /** Longer questions are refused: nobody types them, and reading takes time. */
  static final int MOST_CHARACTERS = 500;

  private static final Pattern WORD =
      Pattern.compile(
          "\"(?<quoted>[^\"]*)\""
              + "|“(?<curled>[^”]*)”"
              + "|(?<=^|\\s)'(?<single>[^']+)'(?=$|[\\s?.,;!])"
              + "|(?<compare>>=|<=|!=|==|≥|≤|[<>=])"
              + "|(?<comma>[,;&])"
              + "|(?<word>[^\\s\"“”,;&<>=!≥≤()]+|(?<=\\d),(?=\\d{3}))"
              + "|(?<sign>\\S)");
  private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d),(?=\\d{3}(\\D|$))");

  private static final Pattern PERCENTILE =
      Pattern.compile(
          "(?i)\\b(\\d{2}(?:\\.\\d+)?)(?:st|nd|rd|th)?[ -](?:percentile|quantile)\\b(?: of(?= ))?");

  private Words() {}

  /**
   * One word.
   *
   * @param text as it was written, without the signs round it
   * @param lower the same in lower case
   * @param quoted whether it stood in quotation marks, so that it can only be a value
   */
  record Word(String text, String lower, boolean quoted) {
    static Word of(String text, boolean quoted) {
      return new Word(text, text.toLowerCase(Locale.ROOT), quoted);
    }

    boolean is(String word) {
      return !quoted && lower.equals(word);
    }
  }

  static List<Word> of(String question) {
    String plain =
        PERCENTILE
            .matcher(
                THOUSANDS.matcher(question.replace('’', '\'').replace('‘', '\'')).replaceAll(""))
            .replaceAll(m -> "p" + m.group(1).replace(".", "") + " ");
    List<Word> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(plain);
    while (matcher.find()) {
      String quoted = quoted(matcher);
      if (quoted != null) {
        words.add(Word.of(quoted, true));
      } else if (matcher.group("comma") != null) {
        words.add(Word.of(",", false));
      } else if (matcher.group("compare") != null) {
        words.add(Word.of(matcher.group().replace("≥", ">=").replace("≤", "<="), false));
      } else if (matcher.group("word") != null) {
        add(matcher.group("word"), words);
      } else if ("()!?".indexOf(matcher.group()) < 0) {
        words.add(Word.of(matcher.group(), false));
      }
    }
    return words;
  }

  private static @org.jspecify.annotations.Nullable String quoted(Matcher matcher) {
    for (String group : List.of("quoted", "curled", "single")) {
      if (matcher.group(group) != null) {
        return matcher.group(group);
      }
    }
    return null;
  }

  private static void add(String raw, List<Word> into) {
    String word = raw.replaceAll("[?.!:]+$", "").replaceAll("^[¿]+", "");
    if (word.matches("(?i)(requests?|reqs?|errors?)/s(ec)?")) {
      into.add(Word.of(word.substring(0, word.indexOf('/')), false));
      into.add(Word.of("per", false));
      into.add(Word.of("second", false));
      return;
    }
    if (word.matches("(?i).+'s")) {
      word = word.substring(0, word.length() - 2);
    } else if (word.endsWith("'")) {
      word = word.substring(0, word.length() - 1);
    }
    if (!word.isEmpty()) {
      into.add(Word.of(word, false));
    }
  }
}
