package dev.aegis.app.model;

import dev.aegis.agent.Desk;
import dev.aegis.memory.Fingerprint;
import dev.aegis.suspect.Commit;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps what strangers can write into telemetry away from a model. Versions, pods and other names
 * that the owners of the service did not declare become placeholders such as {@code NAME_2}; log
 * lines, notes of changes and commit messages are not shown at all. A text that still shares three
 * words in a row with one of those is withheld. Names are put back into what the model says.
 *
 * <p>After AIOpsShield (Pasquini et al., "When AIOps Become AI Oops", 2025), which abstracts the
 * fields that users of a service control before a model reads them.
 */
final class Veil {
  private static final Pattern PLACEHOLDER = Pattern.compile("NAME_[0-9]{1,5}");
  private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
  private static final int SHARED_WORDS = 3;
  private static final int LONG_TOKEN = 12;
  private static final int MOST_LINES = 5_000;

  private final Map<String, String> placeholders = new LinkedHashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Set<List<String>> phrases = new HashSet<>();
  private final Set<String> declared = new HashSet<>();

  /** What has to be kept back of all that can be looked up. */
  static Veil over(Desk desk) {
    Veil veil = new Veil();
    ServiceProfile profile = desk.profile();
    veil.declared.addAll(List.of(profile.service(), profile.dependency(), profile.home()));
    profile.regions().forEach(region -> veil.declared.add(region.name()));
    Set<String> found = new HashSet<>();
    for (Series series : desk.telemetry().series()) {
      found.addAll(
          List.of(
              series.key().service(),
              series.key().region(),
              series.key().version(),
              series.key().pod()));
      veil.quotable(series.key().metric().name().replace('_', ' '), found);
    }
    for (Change change : desk.telemetry().changes()) {
      found.addAll(
          List.of(
              change.service(),
              change.region(),
              change.version(),
              change.previous(),
              change.setting(),
              change.environment(),
              change.commit()));
      veil.quotable(change.description(), found);
    }
    List<LogLine> lines = desk.telemetry().logs();
    lines
        .subList(Math.max(0, lines.size() - MOST_LINES), lines.size())
        .forEach(line -> veil.quotable(line.text(), found));
    for (Commit commit : desk.commits()) {
      found.add(commit.id());
      veil.quotable(commit.message(), found);
    }
    for (Fingerprint past : desk.remembered()) {
      found.addAll(List.of(past.causeService(), past.sketch().path()));
      veil.quotable(past.sketch().change(), found);
      veil.quotable(past.statement(), found);
      past.sketch().patterns().forEach(pattern -> veil.quotable(pattern, found));
    }
    veil.name(found);
    return veil;
  }

  /** A text that strangers wrote: its runs of words, and its long tokens as names. */
  private void quotable(String text, Set<String> found) {
    List<String> words = words(text);
    for (int i = 0; i + SHARED_WORDS <= words.size(); i++) {
      phrases.add(List.copyOf(words.subList(i, i + SHARED_WORDS)));
    }
    Stream.of(text.split("\\s+", -1))
        .filter(token -> token.length() >= LONG_TOKEN)
        .forEach(found::add);
  }

  private void name(Set<String> found) {
    List<String> hidden = new ArrayList<>(found);
    hidden.removeIf(name -> name.length() < 2 || declared.contains(name));
    hidden.sort(Comparator.comparingInt(String::length).reversed().thenComparing(name -> name));
    for (String name : hidden) {
      String placeholder = "NAME_" + (placeholders.size() + 1);
      placeholders.put(name, placeholder);
      names.put(placeholder, name);
      // A name of several words can be quoted in part.
      List<String> words = words(name);
      for (int i = 0; i + SHARED_WORDS <= words.size(); i++) {
        phrases.add(List.copyOf(words.subList(i, i + SHARED_WORDS)));
      }
    }
  }

  /** The text with placeholders; empty where it quotes what strangers wrote. */
  Optional<String> hide(String text) {
    String hidden = text;
    for (Map.Entry<String, String> name : placeholders.entrySet()) {
      if (hidden.contains(name.getKey())) {
        hidden =
            Pattern.compile(
                    "(?<![\\p{L}\\p{N}])" + Pattern.quote(name.getKey()) + "(?![\\p{L}\\p{N}])")
                .matcher(hidden)
                .replaceAll(name.getValue());
      }
    }
    List<String> words = words(hidden);
    for (int i = 0; i + SHARED_WORDS <= words.size(); i++) {
      if (phrases.contains(words.subList(i, i + SHARED_WORDS))) {
        return Optional.empty();
      }
    }
    return Optional.of(hidden);
  }

  /** A cell of a table: a number, a time or a declared name as it is, all else as a placeholder. */
  String cell(String cell) {
    if (declared.contains(cell) || cell.matches("[0-9TZ:. +eE%-]{1,40}|NULL|true|false")) {
      return cell;
    }
    return placeholders.getOrDefault(cell, "TEXT");
  }

  /** The names behind the placeholders; empty where the text has one that was never given. */
  Optional<String> reveal(String text) {
    Matcher found = PLACEHOLDER.matcher(text);
    StringBuilder revealed = new StringBuilder();
    while (found.find()) {
      String name = names.get(found.group());
      if (name == null) {
        return Optional.empty();
      }
      found.appendReplacement(revealed, Matcher.quoteReplacement(name));
    }
    return Optional.of(found.appendTail(revealed).toString());
  }

  /** Names that a text may only use where it was given them. */
  Set<String> declaredNames() {
    return Set.copyOf(declared);
  }

  private static List<String> words(String text) {
    return WORD.matcher(text).results().map(r -> r.group().toLowerCase(Locale.ROOT)).toList();
  }
}
