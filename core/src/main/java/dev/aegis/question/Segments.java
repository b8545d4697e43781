package dev.aegis.question;

import dev.aegis.question.Meaning.Held;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Words.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the words of a question into pieces that mean something: at each word the longest piece
 * wins, and of pieces alike long the one that can mean the least else.
 */
final class Segments {
  private static final int LONGEST_METRIC = 6;

  private final Names names;
  private final List<Word> words;
  private final boolean aboutLogs;

  private Segments(Names names, List<Word> words) {
    this.names = names;
    this.words = words;
    this.aboutLogs =
        words.stream()
            .anyMatch(w ->
                Lexicon.find(w.lower())
                    .filter(m ->
                        m.equals(new Meaning.Said(Particle.LOGS))
                            || m.equals(new Meaning.Said(Particle.PATTERNS)))
                    .isPresent());
  }

  static List<Segment> of(String question, Names names) {
    List<Word> words = Words.of(question);
    Segments segments = new Segments(names, words);
    List<Segment> found = new ArrayList<>();
    for (int at = 0; at < words.size(); ) {
      Match match = segments.longest(at);
      found.add(match.segment());
      at += match.length();
    }
    return found;
  }

  private record Match(int length, Segment segment) {}

  private Match longest(int at) {
    Word first = words.get(at);
    if (first.quoted()) {
      List<Held> held = names.values(first.lower().strip());
      Meaning meaning = held.isEmpty() ? new Meaning.Text(first.text()) : new Meaning.Value(held);
      return new Match(1, new Segment(first.text(), meaning, held, false));
    }
    Match best = null;
    int longest = Math.min(names.longest(), words.size() - at);
    for (int length = longest; length > 0 && best == null; length--) {
      if (words.subList(at, at + length).stream().noneMatch(Word::quoted)) {
        best = match(at, length);
      }
    }
    return best == null
        ? new Match(1, new Segment(first.text(), new Meaning.Unknown(), List.of(), false))
        : best;
  }

  private @Nullable Match match(int at, int length) {
    List<Word> piece = words.subList(at, at + length);
    String lower = piece.stream().map(Word::lower).collect(Collectors.joining(" "));
    String text = piece.stream().map(Word::text).collect(Collectors.joining(" "));
    List<Held> held = names.values(lower);
    Meaning meaning = meaning(piece, lower, held);
    if (meaning == null && length == 1 && lower.indexOf('-') > 0) {
      meaning = hyphenated(lower);
    }
    boolean plural = !MetricWords.singular(lower).equals(lower);
    return meaning == null ? null : new Match(length, new Segment(text, meaning, held, plural));
  }

  private @Nullable Meaning meaning(List<Word> piece, String lower, List<Held> held) {
    Optional<Meaning> time = Times.read(lower);
    if (time.isPresent() && (held.isEmpty() || !(time.get() instanceof Meaning.Amount))) {
      return time.get();
    }
    if (time.isPresent()) {
      return time.get();
    }
    // What goes on from an earlier question does so with its first words.
    Optional<Meaning> said =
        Lexicon.find(lower)
            .filter(m ->
                !m.equals(new Meaning.Said(Particle.FOLLOW))
                    || piece.equals(words.subList(0, piece.size())));
    Optional<Meaning> level = level(lower);
    if (level.isPresent()) {
      return level.get();
    }
    Optional<Meaning> metric = metric(piece);
    Set<String> labels = names.labels(lower);
    boolean close =
        metric.isPresent() && (!(metric.get() instanceof Meaning.Metric m) || m.fit() <= 2);
    boolean day = said.isPresent() && said.get() instanceof Meaning.Weekdays;
    if (!held.isEmpty() && (said.isEmpty() || day || isName(lower)) && !close) {
      return new Meaning.Value(held);
    }
    if (close && (said.isEmpty() || !(said.get() instanceof Meaning.Said))) {
      return metric.get();
    }
    if (!labels.isEmpty() && !(said.isPresent() && said.get() instanceof Meaning.Change)) {
      return labels.size() == 1
          ? new Meaning.Label(labels.iterator().next())
          : new Meaning.Unknown();
    }
    if (said.isPresent()) {
      return said.get();
    }
    if (metric.isPresent()) {
      return metric.get();
    }
    return Times.quantile(lower).map(Meaning.class::cast).orElse(null);
  }

  /** Signs that no plain word has make a name. */
  private static boolean isName(String lower) {
    return lower.matches(".*[\\d/_.:-].*");
  }

  /** In a question about logs, words such as "errors" are levels. */
  private Optional<Meaning> level(String lower) {
    if (!aboutLogs) {
      return Optional.empty();
    }
    String one = MetricWords.singular(lower);
    for (String form : List.of(lower, one, one.replace("warning", "warn"), one + "ing")) {
      List<Held> levels =
          names.values(form).stream()
              .filter(h -> names.labels("level").contains(h.column()))
              .toList();
      if (!levels.isEmpty()) {
        return Optional.of(new Meaning.Value(levels));
      }
    }
    return Optional.empty();
  }

  private Optional<Meaning> metric(List<Word> piece) {
    if (piece.size() > LONGEST_METRIC) {
      return Optional.empty();
    }
    List<String> lower = piece.stream().map(Word::lower).toList();
    if (piece.size() > 1 && isStatisticOf(piece)) {
      return Optional.empty();
    }
    if (piece.stream().anyMatch(w -> level(w.lower()).isPresent())) {
      return Optional.empty();
    }
    boolean exact = piece.size() == 1;
    boolean any = false;
    for (String word : lower) {
      boolean known = names.ofMetric(word);
      any |= known;
      if (!known && !names.besideMetric(word) && !(piece.size() > 2 && word.equals("of"))) {
        return exact && known ? names.metric(lower) : Optional.empty();
      }
    }
    if (!any || lower.getFirst().equals("of") || lower.getLast().equals("of")) {
      return Optional.empty();
    }
    return names.metric(lower.stream().filter(w -> !w.equals("of")).toList());
  }

  /** Whether it is a statistic of what the other words name exactly, such as "median p50_ms". */
  private boolean isStatisticOf(List<Word> piece) {
    boolean statistic =
        Lexicon.find(piece.getFirst().lower())
            .filter(Meaning.Aggregate.class::isInstance)
            .isPresent();
    return statistic
        && metric(piece.subList(1, piece.size()))
            .filter(m -> m instanceof Meaning.Metric metric && metric.fit() <= 1)
            .isPresent();
  }

  /** Words joined by hyphens that mean something when they are parted. */
  private @Nullable Meaning hyphenated(String lower) {
    String apart = lower.replace('-', ' ');
    List<Word> parts =
        java.util.Arrays.stream(apart.split(" ")).map(w -> Word.of(w, false)).toList();
    Optional<Meaning> metric = metric(parts);
    return metric.or(() -> Lexicon.find(apart)).orElse(null);
  }
}
