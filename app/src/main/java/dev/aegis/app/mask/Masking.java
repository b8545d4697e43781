package dev.aegis.app.mask;

import dev.aegis.app.mask.Rule.Kind;
import dev.aegis.room.Approval;
import dev.aegis.suspect.Commit;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Span;
import dev.aegis.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides secrets and personal data in text from outside. A secret becomes {@code <secret>}; an
 * address of a person or a machine becomes a name that stands for it, such as {@code
 * <ip:3fa9c2d41b>}, so that two pods stay two pods. It is applied after control characters are gone
 * and before anything is kept or told. What was hidden stays as it is when it is masked again.
 *
 * <p>A text that a pattern cannot be done with is hidden as a whole. Thread-safe.
 */
public final class Masking {
  /** Texts whose masked form is remembered; labels and log lines come again and again. */
  private static final int REMEMBERED = 20_000;

  private static final int LONGEST_REMEMBERED = 1_000;

  private static final int MOST_PASSES = 4;

  private static final Pattern STAND_IN =
      Pattern.compile("<(?:secret|[a-z][a-z0-9_-]{0,29}:[0-9a-f]{10})>");

  /** Values of settings that hide nothing, whatever the setting is called. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?i)on|off|true|false|enabled|disabled|\\d{1,6}(?:\\.\\d{1,6})?[a-z%]{0,2}|");

  private final List<Rule> rules;
  private final Pseudonyms pseudonyms;
  private final Map<String, String> remembered = new ConcurrentHashMap<>();
  private final Map<String, String> rememberedVersions = new ConcurrentHashMap<>();

  Masking(List<Rule> rules, Supplier<byte[]> key) {
    this.rules = List.copyOf(rules);
    this.pseudonyms = new Pseudonyms(key);
  }

  /** The rules that come with Aegis. */
  public static Masking standard(Supplier<byte[]> key) {
    return new Masking(Rules.STANDARD, key);
  }

  /** A text with everything in it hidden that a rule finds. */
  public String text(String text) {
    return remembered(remembered, text, _ -> true);
  }

  /** A version: four numbers with points between them are no address there. */
  public String version(String text) {
    return remembered(rememberedVersions, text, rule -> rule.kind() != Kind.ADDRESS);
  }

  /** Whether a rule finds anything in a text. */
  public boolean finds(String text) {
    return !text(text).equals(text);
  }

  private String remembered(Map<String, String> all, String text, Predicate<Rule> applied) {
    if (text.isEmpty()) {
      return text;
    }
    String known = all.get(text);
    if (known != null) {
      return known;
    }
    String masked = masked(text, applied);
    if (text.length() <= LONGEST_REMEMBERED) {
      if (all.size() >= REMEMBERED) {
        all.clear();
      }
      all.put(text, masked);
    }
    return masked;
  }

  /** Until nothing more is found: what stands in for one may make the next one plain. */
  private String masked(String text, Predicate<Rule> applied) {
    String masked = text;
    for (int i = 0; i < MOST_PASSES; i++) {
      String once = once(masked, applied);
      if (once.equals(masked)) {
        return masked;
      }
      masked = once;
    }
    return masked;
  }

  /** A part of a text, and what it was found by. */
  private record Found(int from, int to, Rule rule) {}

  /** All rules look at the same text, so that what one hides is no cover for another. */
  private String once(String text, Predicate<Rule> applied) {
    List<Found> found = new ArrayList<>();
    String small = text.toLowerCase(Locale.ROOT);
    for (Rule rule : rules) {
      if (applied.test(rule) && rule.mayBeIn(small)) {
        try {
          find(text, rule, found);
        } catch (Patience.Lost | StackOverflowError e) {
          return "<masked: the pattern " + rule.name() + " took too long>";
        }
      }
    }
    if (found.isEmpty()) {
      return text;
    }
    found.sort(Comparator.comparingInt(Found::from).thenComparingInt(f -> -f.to()));
    StringBuilder masked = new StringBuilder();
    int at = 0;
    for (int i = 0; i < found.size(); ) {
      Found first = found.get(i);
      int to = first.to();
      for (i++; i < found.size() && found.get(i).from() < to; i++) {
        to = Math.max(to, found.get(i).to());
      }
      masked.append(text, at, first.from());
      masked.append(standIn(first.rule(), text.substring(first.from(), to)));
      at = to;
    }
    return masked.append(text, at, text.length()).toString();
  }

  private static void find(String text, Rule rule, List<Found> found) {
    Matcher matcher = rule.pattern().matcher(new Patience(text));
    int from = 0;
    while (from <= text.length() && matcher.find(from)) {
      int group = group(matcher);
      int start = matcher.start(group);
      int end = matcher.end(group);
      String hidden = text.substring(start, end);
      if (!rule.spares(hidden) && !isHidden(hidden)) {
        found.add(new Found(start, end, rule));
      }
      // What is hidden may itself begin what names the next secret.
      from = Math.max(start > matcher.start() ? start : end, matcher.start() + 1);
    }
  }

  private static int group(Matcher matcher) {
    for (int i = 1; i <= matcher.groupCount(); i++) {
      if (matcher.start(i) >= 0) {
        return i;
      }
    }
    return 0;
  }

  private static boolean isHidden(String found) {
    return STAND_IN.matcher(found).matches();
  }

  private String standIn(Rule rule, String found) {
    return rule.kind() == Kind.SECRET
        ? "<secret>"
        : "<" + rule.name() + ":" + pseudonyms.of(found.toLowerCase(Locale.ROOT)) + ">";
  }

  // ---- telemetry

  /**
   * Telemetry with every label, change and line masked. What the owners declared, such as the name
   * of the service, stays: they said it, and it names no person. Spans are as they were: there are
   * many, so each is masked once, by {@link #span}, before it is kept.
   */
  public Telemetry telemetry(Telemetry telemetry, ServiceProfile profile) {
    Set<String> declared = declared(profile);
    boolean changed = false;
    List<Series> series = new ArrayList<>(telemetry.series().size());
    for (Series each : telemetry.series()) {
      SeriesKey key = key(each.key(), declared);
      boolean same = key.equals(each.key());
      changed |= !same;
      series.add(same ? each : each.named(key));
    }
    List<Change> changes = telemetry.changes().stream().map(c -> change(c, declared)).toList();
    List<LogLine> lines = telemetry.logs().stream().map(l -> line(l, declared)).toList();
    changed |= !changes.equals(telemetry.changes()) || !lines.equals(telemetry.logs());
    return changed ? new Telemetry(series, changes, lines, telemetry.spans()) : telemetry;
  }

  /**
   * A span as it may be kept.
   *
   * @param declared names that the owners of services gave, which stay
   */
  public Span span(Span span, Set<String> declared) {
    return new Span(
        span.trace(),
        span.id(),
        span.parent(),
        name(span.service(), declared),
        text(span.operation()),
        name(span.peer(), declared),
        span.startMicros(),
        span.durationMicros(),
        span.failed());
  }

  /** The names that the owners of a service gave. */
  public static Set<String> declared(ServiceProfile profile) {
    Set<String> names =
        new HashSet<>(List.of(profile.service(), profile.dependency(), profile.home()));
    profile.regions().forEach(region -> names.add(region.name()));
    return names;
  }

  /** Hides in names as {@link #telemetry} does, before they are put into another form. */
  public UnaryOperator<String> names(ServiceProfile profile) {
    Set<String> declared = declared(profile);
    return name -> name(name, declared);
  }

  private SeriesKey key(SeriesKey key, Set<String> declared) {
    String metric = text(key.metric().name());
    String service = name(key.service(), declared);
    String region = name(key.region(), declared);
    String version = version(key.version());
    String pod = text(key.pod());
    boolean same =
        metric.equals(key.metric().name())
            && service.equals(key.service())
            && region.equals(key.region())
            && version.equals(key.version())
            && pod.equals(key.pod());
    return same ? key : new SeriesKey(new Metric(metric), service, region, version, pod);
  }

  private String name(String name, Set<String> declared) {
    return declared.contains(name) ? name : text(name);
  }

  /** What a person answered, without secrets that were pasted into the reason. */
  public Approval approval(Approval given) {
    return new Approval(given.planHash(), given.granted(), given.approver(), text(given.reason()));
  }

  /** A change as it may be kept. */
  public Change change(Change change) {
    return change(change, Set.of());
  }

  /** A commit as it may be kept. */
  public Commit commit(Commit commit) {
    return new Commit(
        commit.id(),
        commit.at(),
        text(commit.message()),
        commit.files().stream().map(this::text).toList(),
        text(commit.diff()));
  }

  private Change change(Change change, Set<String> declared) {
    // A setting's name tells whether its value is a secret.
    boolean secret = !change.setting().isEmpty() && finds(change.setting() + "=value");
    return new Change(
        change.at(),
        change.kind(),
        name(change.service(), declared),
        name(change.region(), declared),
        value(change.version(), secret),
        value(change.previous(), secret),
        text(change.description()),
        text(change.setting()),
        name(change.environment(), declared),
        version(change.commit()));
  }

  private String value(String value, boolean secret) {
    return secret && !PLAIN.matcher(value).matches() ? "<secret>" : version(value);
  }

  private LogLine line(LogLine line, Set<String> declared) {
    String said = text(line.text());
    String service = name(line.service(), declared);
    return said.equals(line.text()) && service.equals(line.service())
        ? line
        : new LogLine(line.at(), service, line.level(), said);
  }
}
