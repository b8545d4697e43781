package dev.aegis.culprit;

import dev.aegis.culprit.Culprit.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Ranks components by weight of evidence: decibans add up (I. J. Good, <i>Weight of evidence: a
 * brief survey</i>, 1985), and the odds of a component against the unknown are {@code 10^(sum /
 * 10)} over the number of components. With nothing seen it is as likely as not that the culprit is
 * unknown.
 *
 * <p>Three things speak for a component: a share of the loss arises in it ({@link LossFlow}), it
 * uses more of a resource than just before, and it does in requests what it did not do before
 * ({@link HabitBreaks}). A component that is odd both inside and outside is then ahead of one that
 * merely waits for it, as in PRISM (arXiv 2601.21359).
 *
 * <p>The sums are scaled so that the probabilities are right about as often as they say on the
 * cases of docs/judgement.md; that the unknown is as likely as they say could not be tested on
 * them, since each has a culprit.
 */
public final class CulpritRanking {
  /** Decibans for a share of the loss ten times as large. */
  private static final double LOSS = 20;

  /** The smallest share of the loss that says anything. */
  private static final double LEAST_SHARE = 0.02;

  private static final double STRAIN_CAP = 30;
  private static final double STRAIN_MIDPOINT = 4;
  private static final double STRAIN_WIDTH = 6;
  private static final double QUIET = -2;
  private static final double HABIT_CAP = 80;
  private static final double HABIT_WIDTH = 18;

  private final Scene scene;
  private final LossFlow flow;
  private final HabitBreaks breaks;

  private CulpritRanking(Scene scene) {
    this.scene = scene;
    this.flow = new LossFlow(scene);
    this.breaks = new HabitBreaks(scene);
  }

  /**
   * Ranks all components of a scene; the same scene gives the same ranking.
   *
   * @return every component once, the likeliest first, equal ones by their names
   */
  public static Ranking rank(Scene scene) {
    return new CulpritRanking(scene).ranking();
  }

  private Ranking ranking() {
    NavigableSet<String> components = new TreeSet<>(scene.calls().components());
    scene.served().forEach(each -> components.add(each.component()));
    scene.strains().forEach(each -> components.add(each.component()));
    scene.habits().forEach(each -> components.add(each.component()));
    List<Account> accounts = components.stream().map(this::account).toList();
    double highest = accounts.stream().mapToDouble(Account::sum).max().orElse(0);
    double share = 1.0 / Math.max(1, accounts.size());
    double unknown = odds(-highest);
    double whole =
        unknown + share * accounts.stream().mapToDouble(each -> odds(each.sum() - highest)).sum();
    List<Culprit> culprits =
        accounts.stream()
            .sorted(
                Comparator.comparingDouble((Account each) -> -each.sum())
                    .thenComparing(Account::component))
            .map(each ->
                each.culprit(
                    share * odds(each.sum() - highest) / whole, flow.slowed(each.component())))
            .toList();
    return new Ranking(culprits, unknown / whole, gaps());
  }

  private static double odds(double decibans) {
    return Math.pow(10, decibans / 10);
  }

  private Account account(String component) {
    List<Finding> findings = new ArrayList<>();
    loss(component, findings);
    scene.strains().stream()
        .filter(each -> each.component().equals(component))
        .forEach(each -> strain(each, findings));
    double blame = breaks.blame(component);
    breaks
        .strangest(component)
        .ifPresent(habit -> {
          if (blame > 0) {
            findings.add(new Finding(sentence(habit), HABIT_CAP * Math.tanh(blame / HABIT_WIDTH)));
          }
        });
    return new Account(component, findings);
  }

  private void loss(String component, List<Finding> findings) {
    double share = flow.share(component);
    if (share > 0) {
      findings.add(
          new Finding(
              String.format(
                  Locale.ROOT,
                  "%.0f %% of %s arises in it",
                  100 * share,
                  scene.loss() == Loss.TIME ? "the time that is lost" : "the failures"),
              LOSS * Math.log10((share + LEAST_SHARE) / LEAST_SHARE)));
    } else if (flow.measured() && flow.excess(component) <= 0) {
      findings.add(
          new Finding(
              scene.loss() == Loss.TIME ? "it is no slower than before" : "it fails no more often",
              QUIET));
    }
  }

  private static void strain(Strain strain, List<Finding> findings) {
    if (!strain.use().known()) {
      return;
    }
    double weight = STRAIN_CAP * Math.tanh((strain.rise() - STRAIN_MIDPOINT) / STRAIN_WIDTH);
    findings.add(
        new Finding(
            String.format(
                Locale.ROOT,
                "%s %.4g → %.4g %s",
                strain.resource() == Strain.Resource.CPU ? "CPU" : "memory",
                strain.use().level(),
                strain.use().now(),
                strain.resource() == Strain.Resource.CPU ? "%" : "MiB"),
            weight > 0 ? weight : QUIET));
  }

  private static String sentence(Habit habit) {
    return String.format(
        Locale.ROOT,
        "%s: in %d of %d requests, before in %d of %d",
        habit.text(),
        habit.doneSince(),
        habit.ofSince(),
        habit.doneBefore(),
        habit.ofBefore());
  }

  private List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    if (!flow.measured()) {
      gaps.add("nothing says what calls cost: no loss can be followed along the calls");
    }
    if (scene.strains().isEmpty()) {
      gaps.add("nothing says what the components use inside");
    }
    if (scene.habits().isEmpty()) {
      gaps.add("no logs: nothing says what the components do otherwise than before");
    }
    return gaps;
  }

  private record Account(String component, List<Finding> findings) {
    double sum() {
      return findings.stream().mapToDouble(Finding::decibans).sum();
    }

    Culprit culprit(double probability, double slowed) {
      return new Culprit(
          component,
          probability,
          sum(),
          findings.stream()
              .sorted(
                  Comparator.comparingDouble((Finding each) -> -Math.abs(each.decibans()))
                      .thenComparing(Finding::text))
              .toList(),
          slowed);
    }
  }
}
