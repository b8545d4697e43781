package dev.aegis.app.score.rootcausebench;

import dev.aegis.suspect.Commit;
import dev.aegis.suspect.LogPattern;
import dev.aegis.suspect.Scene;
import dev.aegis.suspect.Suspect;
import dev.aegis.telemetry.Change;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What answers one gets without thinking. */
final class Baselines {
  private static final Pattern BREAK = Pattern.compile("[^a-z0-9]+");
  private static final int SHORTEST_WORD = 4;

  /** In the order in which they are shown. */
  static final Map<String, Function<Scene, String>> ALL = all();

  private Baselines() {}

  private static Map<String, Function<Scene, String>> all() {
    Map<String, Function<Scene, String>> all = new LinkedHashMap<>();
    all.put("the latest deploy", Baselines::latestDeploy);
    all.put("the latest deploy there", Baselines::latestDeployThere);
    all.put("the latest commit there", Baselines::latestCommitThere);
    all.put("most words in common", Baselines::mostWords);
    all.put("none, always", scene -> Suspect.NO_CHANGE);
    return all;
  }

  /** The commit deployed last before the alert. */
  static String latestDeploy(Scene scene) {
    return deployed(scene, change -> true);
  }

  /** The commit deployed last before the alert to the service that the alert is about. */
  static String latestDeployThere(Scene scene) {
    return deployed(scene, change -> change.service().equals(scene.failure().service()));
  }

  private static String deployed(Scene scene, Predicate<Change> counts) {
    return scene.telemetry().changes().stream()
        .filter(change -> !change.commit().isEmpty() && !change.at().isAfter(scene.failure().at()))
        .filter(counts)
        .max(Comparator.comparing(Change::at))
        .map(Change::commit)
        .orElse(Suspect.NO_CHANGE);
  }

  /** The newest commit before the alert with a path that has the service's name in it. */
  static String latestCommitThere(Scene scene) {
    String name =
        scene
            .failure()
            .service()
            .toLowerCase(Locale.ROOT)
            .replaceFirst("-?(service|svc|\\d+)$", "");
    return scene.commits().stream()
        .filter(commit -> !commit.at().isAfter(scene.failure().at()))
        .filter(commit ->
            commit.files().stream().anyMatch(file -> file.toLowerCase(Locale.ROOT).contains(name)))
        .max(Comparator.comparing(Commit::at))
        .map(Commit::id)
        .orElse(Suspect.NO_CHANGE);
  }

  /** The commit before the alert that shares most words with the alert and the bad patterns. */
  static String mostWords(Scene scene) {
    Set<String> failing =
        words(
            scene.failure().words()
                + " "
                + scene.failure().measure()
                + " "
                + scene.patterns().stream()
                    .filter(LogPattern::bad)
                    .map(LogPattern::text)
                    .collect(Collectors.joining(" ")));
    return scene.commits().stream()
        .filter(commit -> !commit.at().isAfter(scene.failure().at()))
        .max(Comparator.comparingLong(commit -> shared(commit, failing)))
        .map(Commit::id)
        .orElse(Suspect.NO_CHANGE);
  }

  private static long shared(Commit commit, Set<String> failing) {
    return words(commit.message() + " " + String.join(" ", commit.files()) + " " + commit.diff())
        .stream()
        .filter(failing::contains)
        .count();
  }

  private static Set<String> words(String text) {
    List<String> words = Arrays.asList(BREAK.split(text.toLowerCase(Locale.ROOT), -1));
    return words.stream()
        .filter(word -> word.length() >= SHORTEST_WORD)
        .collect(Collectors.toSet());
  }
}
