package dev.aegis.app.scrape;

import dev.aegis.app.intake.Decimal;
import dev.aegis.app.scrape.Exposition.Family;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Parses the <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus text
 * format</a> (0.0.4, and names in quotes as in 1.0.0) and <a
 * href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0</a> with its
 * exemplars. Strict: what does not follow the format, a series that is there twice, and a text
 * whose end was lost on the way (the last line feed, or {@code # EOF}) end the parsing with the
 * line. Two rules are not held, since nothing is lost without them: the lines of a metric need not
 * stand together, and the buckets of a histogram need not add up.
 *
 * <p>Targets say the same series again and again, so names and labels are parsed once and then
 * found by their text; what a target no longer says is forgotten. One parser a target; one thread
 * at a time.
 */
public final class PrometheusText {
  private static final int SPARE = 256;

  private final TextLimits limits;
  private Map<String, Known> byText = new HashMap<>();
  private Map<SeriesName, Known> byName = new HashMap<>();
  private int round;

  private Dialect dialect = Dialect.PROMETHEUS;
  private boolean over;
  private Map<SeriesName, Exemplar> exemplars = new HashMap<>();
  private String text = "";
  private int line;
  private int at;
  private int end;

  public PrometheusText(TextLimits limits) {
    this.limits = limits;
  }

  /** A series met before, and in which round of parsing it was met last. */
  private static final class Known {
    private final SeriesName name;
    private int round;

    Known(SeriesName name) {
      this.name = name;
    }
  }

  /** All samples of a text in Prometheus's own format. */
  public Exposition parse(byte[] bytes) {
    return parse(bytes, Dialect.PROMETHEUS);
  }

  /**
   * All samples of the text, which may be empty.
   *
   * @throws ExpositionException with the line, when the text breaks the format or a limit
   */
  public Exposition parse(byte[] bytes, Dialect spoken) {
    dialect = spoken;
    over = false;
    exemplars = new HashMap<>();
    line = 1;
    if (bytes.length > limits.bytes()) {
      throw wrong("expected at most " + limits.bytes() + " bytes, found " + bytes.length);
    }
    text = decoded(bytes);
    round++;
    try {
      Exposition exposition = lines();
      forget(exposition.samples().size());
      return exposition;
    } finally {
      text = "";
    }
  }

  private Exposition lines() {
    List<Sample> samples = new ArrayList<>(byText.size());
    Map<String, Family> families = new HashMap<>();
    Set<String> sampled = new HashSet<>();
    String last = "";
    for (int start = 0; start < text.length(); start = end + 1, line++) {
      at = start;
      end = text.indexOf('\n', start);
      checkLine(start);
      skipBlanks();
      if (over) {
        throw wrong("expected nothing after # EOF, found " + Said.of(text, start, end));
      }
      if (at == end) {
        continue;
      }
      if (text.charAt(at) == '#') {
        comment(families, sampled);
        continue;
      }
      if (samples.size() == limits.series()) {
        throw wrong("expected at most " + limits.series() + " series, found more");
      }
      Sample sample = sample();
      samples.add(sample);
      if (!sample.series().name().equals(last)) {
        last = sample.series().name();
        sampled.add(last);
      }
    }
    if (dialect == Dialect.OPENMETRICS && !over) {
      throw wrong("expected # EOF at the end of the text, found none: it was cut short");
    }
    return new Exposition(samples, families, exemplars);
  }

  private void checkLine(int start) {
    if (end < 0 && dialect == Dialect.OPENMETRICS && text.startsWith("# EOF", start)) {
      end = text.length();
    }
    int length = (end < 0 ? text.length() : end) - start;
    if (length > limits.lineCharacters()) {
      throw wrong("expected at most " + limits.lineCharacters() + " characters, found " + length);
    }
    if (end < 0) {
      throw wrong("expected a line feed at the end of the text, found none: it was cut short");
    }
  }

  private Sample sample() {
    int start = at;
    skipName();
    if (at == start && text.charAt(at) != '{') {
      throw wrong("expected the name of a metric, found " + Said.of(text, at, end));
    }
    int afterName = at;
    skipBlanks();
    if (at < end && text.charAt(at) == '{') {
      skipLabels();
    } else {
      at = afterName;
    }
    SeriesName series = series(start, at);
    skipBlanks();
    double value = value();
    skipBlanks();
    long time = at < end && !atExemplar() ? time() : Sample.UNTIMED;
    skipBlanks();
    if (atExemplar()) {
      exemplars.put(series, exemplar());
    }
    if (at < end) {
      throw wrong("expected the end of the line, found " + Said.of(text, at, end));
    }
    return new Sample(series, value, time);
  }

  private boolean atExemplar() {
    return dialect == Dialect.OPENMETRICS && at < end && text.charAt(at) == '#';
  }

  /** What follows the number sign: labels, a value, and mostly a time. */
  private Exemplar exemplar() {
    at++;
    skipBlanks();
    int start = at;
    if (at == end || text.charAt(at) != '{') {
      throw wrong("expected { after # of an exemplar, found " + Said.of(text, at, end));
    }
    skipLabels();
    SeriesName labels =
        new LabelText("exemplar" + text.substring(start, at), line, limits.labels()).parse();
    skipBlanks();
    double value = value();
    skipBlanks();
    long time = at < end ? time() : Sample.UNTIMED;
    skipBlanks();
    return new Exemplar(labels.labels(), value, time);
  }

  private SeriesName series(int from, int to) {
    String key = text.substring(from, to);
    Known known = byText.get(key);
    if (known == null) {
      SeriesName parsed = new LabelText(key, line, limits.labels()).parse();
      known = byName.computeIfAbsent(parsed, Known::new);
      byText.put(key, known);
    }
    if (known.round == round) {
      throw wrong("expected each series once, found " + Said.of(key) + " again");
    }
    known.round = round;
    return known.name;
  }

  private double value() {
    int start = at;
    skipToken();
    double number = Decimal.parse(text, start, at);
    return Double.isNaN(number) ? word(start) : number;
  }

  /** The words for what no digits can write. */
  private double word(int start) {
    return switch (text.substring(start, at).toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw wrong("expected a number, found " + Said.of(text, start, at));
    };
  }

  private long time() {
    int start = at;
    skipToken();
    if (dialect == Dialect.OPENMETRICS) {
      double seconds = Decimal.parse(text, start, at);
      if (Math.abs(seconds) < 1e13) {
        return Math.round(1e3 * seconds);
      }
      throw wrong("expected a time in seconds, found " + Said.of(text, start, at));
    }
    try {
      return Long.parseLong(text, start, at, 10);
    } catch (NumberFormatException e) {
      throw wrong("expected a time in whole milliseconds, found " + Said.of(text, start, at));
    }
  }

  private void comment(Map<String, Family> families, Set<String> sampled) {
    at++;
    skipBlanks();
    String kind = token();
    over = kind.equals("EOF") && at == end && dialect == Dialect.OPENMETRICS;
    if (!kind.equals("HELP") && !kind.equals("TYPE")) {
      return;
    }
    skipBlanks();
    int start = at;
    skipName();
    String name = text.substring(start, at);
    if (name.isEmpty() || (at < end && !isBlank(text.charAt(at)))) {
      throw wrong(
          "expected the name of a metric after " + kind + ", found " + Said.of(text, start, end));
    }
    skipBlanks();
    Family known = families.getOrDefault(name, new Family(Exposition.Type.UNTYPED, ""));
    if (kind.equals("HELP")) {
      families.put(name, new Family(known.type(), Said.help(text.substring(at, end), dialect)));
    } else {
      families.put(name, new Family(type(name, families, sampled), known.help()));
    }
  }

  private Exposition.Type type(String name, Map<String, Family> families, Set<String> sampled) {
    String word = token();
    skipBlanks();
    Exposition.Type type = at < end ? null : dialect.typeOf(word);
    if (type == null) {
      throw wrong(
          "expected " + dialect.types() + ", found " + Said.of(text, at - word.length(), end));
    }
    Family known = families.get(name);
    if (sampled.contains(name) || (known != null && known.type() != Exposition.Type.UNTYPED)) {
      throw wrong("expected one TYPE of " + Said.of(name) + ", before its samples, found another");
    }
    return type;
  }

  private String token() {
    int start = at;
    skipToken();
    return text.substring(start, at);
  }

  private void skipToken() {
    while (at < end && !isBlank(text.charAt(at))) {
      at++;
    }
  }

  private void skipBlanks() {
    while (at < end && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private void skipName() {
    while (at < end && LabelText.inName(text.charAt(at), true)) {
      at++;
    }
  }

  private void skipLabels() {
    boolean quoted = false;
    for (; at < end; at++) {
      char c = text.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        at++;
      } else if (c == '}' && !quoted) {
        at++;
        return;
      }
    }
    at = Math.min(at, end);
    throw wrong("expected } after the labels, found the end of the line");
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Drops what the target no longer says, once that is more than what it says. */
  private void forget(int said) {
    if (byText.size() > 2 * said + SPARE) {
      byText.values().removeIf(known -> known.round != round);
      byName.values().removeIf(known -> known.round != round);
      byText = new HashMap<>(byText);
      byName = new HashMap<>(byName);
    }
  }

  private String decoded(byte[] bytes) {
    String decoded = new String(bytes, StandardCharsets.UTF_8);
    if (decoded.indexOf('\uFFFD') >= 0) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      } catch (CharacterCodingException e) {
        line +=
            (int)
                decoded
                    .substring(0, decoded.indexOf('\uFFFD'))
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
        throw wrong("expected text in UTF-8, found other bytes");
      }
    }
    return decoded;
  }

  private ExpositionException wrong(String message) {
    return new ExpositionException(line, message);
  }
}
