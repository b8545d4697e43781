package dev.aegis.question;

import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Reading.Asked;
import dev.aegis.question.Reading.Refused;
import dev.aegis.question.Reading.Rival;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads questions in words about one set of data. What it cannot read wholly it refuses, with the
 * word that it failed on: an answer to another question is worse than none. Immutable.
 */
public final class Interpreter {
  /** Begins what is put behind a question, and not in the place of a word. */
  static final String APPENDED = "+";

  /** How many questions are offered in the place of one that cannot be read. */
  private static final int OFFERED = 3;

  private static final int MOST_EARLIER = 8;

  /** Words for spans, where samples have nothing that is called so. */
  private static final Set<String> OF_SPANS =
      Set.of("operation", "callee", "caller", "dependency", "self", "self-time");

  private final Schema schema;
  private final Names names;
  private final @Nullable Interpreter spans;

  public Interpreter(Schema schema) {
    this(schema, null);
  }

  /**
   * @param spans what there is to ask of traces; {@code null} where the data have none
   */
  public Interpreter(Schema schema, @Nullable Schema spans) {
    this.schema = schema;
    this.names = new Names(schema);
    this.spans = spans == null ? null : new Interpreter(spans);
  }

  /** Reads a question that stands alone. */
  public Reading read(String question) {
    return read(List.of(), question);
  }

  /**
   * Reads a question that may go on from earlier ones, such as "and by pod?".
   *
   * @param earlier what was asked before, oldest first
   */
  public Reading read(List<String> earlier, String question) {
    if (spans != null && aboutSpans(question)) {
      return spans.read(earlier.stream().filter(this::aboutSpans).toList(), question);
    }
    if (spans != null && !earlier.isEmpty() && aboutSpans(earlier.getFirst())) {
      Reading further = spans.read(earlier, question);
      if (further instanceof Asked asked && asked.goesOn()) {
        return further;
      }
    }
    try {
      return asked(earlier, question);
    } catch (NotUnderstood e) {
      return new Refused(e.word(), e.reason(), offered(earlier, question, e));
    }
  }

  /** Whether a question has a word that only traces have; those of samples come first. */
  private boolean aboutSpans(String question) {
    List<Segment> segments = Segments.of(question, names);
    if (segments.stream().anyMatch(s -> s.isAny(Particle.LOGS, Particle.PATTERNS))) {
      return false;
    }
    return segments.stream()
        .anyMatch(s ->
            s.isAny(Particle.TRACES, Particle.SPANS, Particle.CRITICAL)
                || s.meaning() instanceof Meaning.Unknown
                    && OF_SPANS.contains(MetricWords.singular(s.text().toLowerCase(Locale.ROOT))));
  }

  private Asked asked(List<String> earlier, String question) {
    Read read = draft(earlier, question);
    Builder.Built built = Builder.build(read.draft(), schema);
    Question asked = built.question();
    return new Asked(
        asked,
        Interpretation.of(asked),
        Compiler.compile(asked, schema),
        rival(asked, built.rival(), question),
        read.goesOn());
  }

  /** A draft, and whether it goes on from an earlier one. */
  private record Read(Draft draft, boolean goesOn) {}

  private Read draft(List<String> earlier, String question) {
    if (question.length() > Words.MOST_CHARACTERS) {
      throw new NotUnderstood(
          "",
          "expected at most " + Words.MOST_CHARACTERS + " characters, found " + question.length());
    }
    List<Segment> segments = Segments.of(question, names);
    if (segments.isEmpty()) {
      throw new NotUnderstood("", "expected a question, found none");
    }
    Draft said = Grammar.read(segments, schema, names);
    boolean follows =
        segments.getFirst().isAny(Particle.FOLLOW, Particle.AND, Particle.ONLY)
            || segments.getFirst().isAny(Particle.BY, Particle.IN, Particle.SINCE, Particle.NOT)
                && said.isFragment();
    if (earlier.isEmpty() && segments.getFirst().is(Particle.FOLLOW) && said.isFragment()) {
      throw new NotUnderstood(
          segments.getFirst().text(), "it goes on from an earlier question, and there is none");
    }
    if (!follows || earlier.isEmpty()) {
      return new Read(said, false);
    }
    List<String> before =
        earlier.subList(Math.max(0, earlier.size() - MOST_EARLIER), earlier.size());
    Read last = draft(before.subList(0, before.size() - 1), before.getLast());
    return new Read(last.draft().followedBy(said), true);
  }

  private @Nullable Rival rival(Question asked, @Nullable Question other, String question) {
    if (other == null || !(asked.measure() instanceof Measure.Figures figures)) {
      return null;
    }
    String column = figures.figures().getFirst().metric().column();
    String one = figures.figures().getFirst().function().word();
    String two = figures.figures().getLast().function().word();
    return new Rival(
        Compiler.compile(other, schema),
        column,
        "by its " + one + " and by its " + two + " the answers differ; say which is meant",
        List.of(
            inserted(question, column, word(figures.figures().getFirst().function())),
            inserted(question, column, word(figures.figures().getLast().function()))));
  }

  private static String word(Function function) {
    return switch (function) {
      case MAX -> "maximum";
      case MIN -> "minimum";
      default -> "average";
    };
  }

  /** The same question, with a statistic in front of the metric. */
  private String inserted(String question, String column, String statistic) {
    for (Segment segment : Segments.of(question, names)) {
      if (segment.meaning() instanceof Meaning.Metric) {
        String better = replaced(question, segment.text(), statistic + " " + segment.text());
        if (understood(better)) {
          return better;
        }
      }
    }
    return statistic + " " + column;
  }

  // ---- what can be asked instead

  private List<String> offered(List<String> earlier, String question, NotUnderstood failure) {
    Set<String> offered = new LinkedHashSet<>();
    List<String> instead = new ArrayList<>(failure.nearest());
    if (instead.isEmpty() && !failure.word().isEmpty()) {
      instead.addAll(Spelling.nearest(failure.word(), names.all(), OFFERED));
      instead.addAll(Spelling.nearest(failure.word(), Lexicon.words(), OFFERED));
    }
    for (String phrase : instead) {
      String better =
          phrase.startsWith(APPENDED)
              ? question.replaceAll("[?.!\\s]+$", "") + phrase.substring(1)
              : replaced(question, failure.word(), phrase);
      if (offered.size() < OFFERED && understood(earlier, better)) {
        offered.add(better);
      } else if (offered.size() < OFFERED && understood(phrase)) {
        offered.add(phrase);
      }
    }
    for (String usual : new Suggestions(schema, names).of(question)) {
      if (offered.size() < OFFERED && understood(usual)) {
        offered.add(usual);
      }
    }
    return List.copyOf(offered);
  }

  private boolean understood(String question) {
    return understood(List.of(), question);
  }

  private boolean understood(List<String> earlier, String question) {
    try {
      asked(earlier, question);
      return true;
    } catch (NotUnderstood e) {
      return false;
    }
  }

  private static String replaced(String question, String word, String by) {
    if (word.isEmpty()) {
      return question;
    }
    String lower = question.toLowerCase(Locale.ROOT);
    int at = lower.indexOf(word.toLowerCase(Locale.ROOT));
    return at < 0
        ? question
        : Pattern.compile(word, Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
            .matcher(question)
            .replaceFirst(Matcher.quoteReplacement(by));
  }
}
