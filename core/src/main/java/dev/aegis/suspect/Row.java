package dev.aegis.suspect;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** One line of a diff. What is asked of it again and again is worked out once. */
final class Row {
  static final int LONGEST = 400;
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern COMMENT =
      Pattern.compile(
          "^\\s*(//|/\\*|\\*|#(?!include|define|if|else|endif|\\[)|--|<!--|;;|\"\"\"|rem )");
  private static final Pattern TAIL = Pattern.compile("\\s(//|#|--)\\s.*$");
  private static final Pattern LOGGING =
      Pattern.compile(
          "\\blog(ger|ging)?\\b\\s*[.(:]|\\bslog\\.|\\bconsole\\.|\\bprint(f|ln)?\\s*\\(|\\bfmt\\.print"
              + "|system\\.(out|err)|\\blog_[a-z]+\\s*\\(|\\b(klog|zap|zerolog|logrus|winston)\\b"
              + "|^\\s*\"[a-z_]+\",\\s*[\\w.()]+,$");
  private static final Pattern WATCHING =
      Pattern.compile(
          "prometheus|\\bmetrics?\\b|\\bspan\\b|tracer|otel|opentelemetry|attribute|histogram|counter"
              + "|gauge|statsd|micrometer");
  private static final Pattern REPORTING =
      Pattern.compile(
          "http\\.error|write ?error|errorf|errors\\.new|\\.status\\(|throw"
              + " new|\\braise\\b|fmt\\.error"
              + "|res\\.(json|send)|response\\.(json|write)|message\\s*[:=]|\\.error\\(");

  private final Side side;
  private final String file;
  private final String code;
  private final String plain;
  private final String spread;
  private final boolean logs;
  private final boolean watches;
  private final boolean reports;

  /** Which side of a diff. */
  enum Side {
    REMOVED,
    ADDED,
    BOTH
  }

  /**
   * @param side whether it was taken out, put in, or stands on both sides
   * @param file the path that it belongs to; empty when the diff does not say
   * @param text without the mark of its side; what is beyond {@link #LONGEST} characters is cut
   */
  Row(Side side, String file, String text) {
    this.side = Objects.requireNonNull(side);
    this.file = Objects.requireNonNull(file);
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    code = COMMENT.matcher(cut).find() ? "" : TAIL.matcher(cut).replaceFirst("").strip();
    plain = BLANKS.matcher(code).replaceAll(" ");
    spread = Vocabulary.spread(code);
    String lower = code.toLowerCase(Locale.ROOT);
    logs = LOGGING.matcher(lower).find();
    watches = WATCHING.matcher(lower).find();
    reports = logs || REPORTING.matcher(spread).find();
  }

  Side side() {
    return side;
  }

  String file() {
    return file;
  }

  /** What a compiler would see of it; empty for a comment. */
  String code() {
    return code;
  }

  /** The same with single spaces, to compare by. */
  String plain() {
    return plain;
  }

  /** Lower case, identifiers taken apart. */
  String spread() {
    return spread;
  }

  boolean isBlank() {
    return code.isEmpty();
  }

  /** Whether it does nothing but write to a log. */
  boolean logs() {
    return logs;
  }

  /** Whether it does nothing but measure. */
  boolean watches() {
    return watches;
  }

  /** Whether it words a failure that is already there. */
  boolean reports() {
    return reports;
  }
}
