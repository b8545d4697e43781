package dev.aegis.app.score.rootcausebench;

import dev.aegis.suspect.Finding;
import dev.aegis.suspect.Scene;
import dev.aegis.suspect.Suspect;
import dev.aegis.suspect.SuspectRanking;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was answered to one case, before its label was read.
 *
 * @param name of the case
 * @param commit a commit's id, or {@code none}
 * @param probability how sure, 0 to 1
 * @param millis processor time that it took to judge, in milliseconds
 * @param naive what each baseline answers, by its name
 * @param forgetful what is answered without the knowledge that speaks for the answer
 */
record Answer(
    String name,
    String commit,
    double probability,
    double millis,
    Map<String, String> naive,
    String forgetful) {
  private static final double NANOS_A_MILLI = 1e6;

  static Answer of(String name, Scene scene) {
    long before = processorNanos();
    List<Suspect> suspects = SuspectRanking.of(scene);
    double millis = (processorNanos() - before) / NANOS_A_MILLI;
    Suspect best = best(suspects);
    Set<String> spoke =
        best.findings().stream()
            .filter(finding -> finding.decibans() > 0)
            .map(Finding::about)
            .filter(about -> !about.isEmpty())
            .collect(Collectors.toSet());
    Map<String, String> naive = new TreeMap<>();
    Baselines.ALL.forEach((baseline, judge) -> naive.put(baseline, judge.apply(scene)));
    return new Answer(
        name,
        best.name(),
        best.probability(),
        millis,
        naive,
        best(SuspectRanking.without(scene, spoke)).name());
  }

  /** Of this thread; what others do on the machine does not count. */
  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** The benchmark asks for a commit or none, so a flag is no answer. */
  private static Suspect best(List<Suspect> suspects) {
    return suspects.stream()
        .filter(suspect -> suspect.kind() != Suspect.Kind.FLAG)
        .findFirst()
        .orElseThrow();
  }

  /** The benchmark's rule: the exact commit, of which seven characters are enough, or none. */
  static boolean isRight(String answer, CaseFiles.Label label) {
    return names(answer, label.commit());
  }

  /** Whether an innocent commit was named that was laid out to be. */
  static boolean blamesDecoy(String answer, CaseFiles.Label label) {
    return !answer.equals(Suspect.NO_CHANGE)
        && label.decoys().stream().anyMatch(decoy -> names(answer, decoy));
  }

  private static boolean names(String answer, String commit) {
    return answer.equals(commit)
        || (answer.length() >= SHORTEST && commit.startsWith(answer))
        || (commit.length() >= SHORTEST && answer.startsWith(commit));
  }

  private static final int SHORTEST = 7;
}
