package dev.aegis.suspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a diff does, held against what fails: mechanisms, and words that both have. */
final class Content {
  private static final int MOST_MECHANISMS = 3;
  private static final double SECOND = 0.25;
  private static final double MOST_FOR_WORDS = 7;
  private static final double PER_WORD = 1.6;

  private static final double EXPLAINED = 0.4;
  private static final Pattern OVERLOAD =
      Pattern.compile(
          "saturat|overload|busy|queue|shed|reject|throttl|cpu|latency|duration|timeout|timed"
              + " out|slow|requests? per|contended|pressure|memory");

  private final boolean loaded;
  private final List<Symptoms.Text> texts;
  private final List<Mechanism> mechanisms;
  private final Map<Mechanism, Optional<Symptoms.Text>> seen = new HashMap<>();
  private final Map<Edit, Set<String>> words = new LinkedHashMap<>();
  private final Set<String> failing = new HashSet<>();
  private final Map<String, Integer> commitsWithWord = new HashMap<>();
  private final int commits;

  /**
   * @param known names of the mechanisms that may be used
   * @param loaded whether load from outside is there, which explains signs of overload by itself
   */
  Content(Symptoms symptoms, List<Edit> edits, Predicate<String> known, boolean loaded) {
    this.loaded = loaded;
    texts = symptoms.texts();
    mechanisms = Mechanisms.ALL.stream().filter(each -> known.test(each.name())).toList();
    symptoms.texts().forEach(text -> failing.addAll(Vocabulary.words(text.raw())));
    edits.forEach(edit -> words.put(edit, wordsOf(edit)));
    words
        .values()
        .forEach(each -> each.forEach(word -> commitsWithWord.merge(word, 1, Integer::sum)));
    commits = edits.size();
  }

  private boolean isExplained(Symptoms.Text text) {
    return loaded && OVERLOAD.matcher(text.spread()).find();
  }

  /**
   * The words of what it does, of the files that it does it to, and of nothing that it only says.
   */
  private static Set<String> wordsOf(Edit edit) {
    Set<String> words = new HashSet<>();
    for (List<Row> side : List.of(edit.removed(), edit.added())) {
      side.stream()
          .filter(row -> !row.logs())
          .forEach(row -> words.addAll(Vocabulary.words(row.code())));
    }
    edit.commit().files().forEach(file -> words.addAll(Vocabulary.words(file)));
    return words;
  }

  /** What tells of a mechanism; rather something that load from outside does not explain. */
  private Optional<Symptoms.Text> firstSeen(Mechanism mechanism) {
    Stream<Symptoms.Text> found =
        texts.stream().filter(text -> mechanism.seen().matcher(text.spread()).find());
    return loaded ? found.min(Comparator.comparing(this::isExplained)) : found.findFirst();
  }

  private Finding finding(Mechanism mechanism, Symptoms.Text text) {
    return new Finding(
        (isExplained(text) ? EXPLAINED : 1) * mechanism.decibans(),
        mechanism.name() + ", and \"" + Vocabulary.shown(text.raw()) + "\"",
        Finding.Kind.MECHANISM,
        mechanism.name());
  }

  /** The strongest mechanism whole, what else fits in part. */
  List<Finding> mechanisms(Edit edit) {
    List<Finding> found = new ArrayList<>();
    if (edit.isEmpty()) {
      return found;
    }
    for (Mechanism each : mechanisms) {
      if (each.sign().test(edit)) {
        seen.computeIfAbsent(each, this::firstSeen)
            .map(text -> finding(each, text))
            .ifPresent(found::add);
      }
    }
    found.sort(Comparator.comparingDouble(Finding::decibans).reversed());
    List<Finding> weighed = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST_MECHANISMS, found.size()); i++) {
      Finding each = found.get(i);
      weighed.add(
          i == 0
              ? each
              : new Finding(SECOND * each.decibans(), each.words(), each.kind(), each.about()));
    }
    return weighed;
  }

  /** Words shared with what fails; one that many commits have says little. */
  Optional<Finding> words(Edit edit) {
    List<String> shared =
        words.getOrDefault(edit, Set.of()).stream()
            .filter(failing::contains)
            .sorted(this::byRarity)
            .toList();
    double decibans =
        Math.min(MOST_FOR_WORDS, PER_WORD * shared.stream().mapToDouble(this::rarity).sum());
    return shared.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                decibans,
                "it shares the words "
                    + Vocabulary.shown(
                        String.join(", ", shared.subList(0, Math.min(4, shared.size()))))
                    + " with what fails",
                Finding.Kind.WORDS));
  }

  private int byRarity(String one, String other) {
    int order = Double.compare(rarity(other), rarity(one));
    return order != 0 ? order : one.compareTo(other);
  }

  /** 0 for a word that half of all commits have, 1 for one that a single one has. */
  private double rarity(String word) {
    int having = commitsWithWord.getOrDefault(word, 1);
    if (commits < 4) {
      return having == 1 ? 1 : 0.5;
    }
    return Math.clamp(Math.log(commits / (2.0 * having)) / Math.log(commits / 2.0), 0, 1);
  }
}
