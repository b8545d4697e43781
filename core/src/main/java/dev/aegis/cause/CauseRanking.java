package dev.aegis.cause;

import dev.aegis.memory.Fingerprint;
import dev.aegis.room.Cause;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Hypothesis.Finding;
import dev.aegis.room.Signal;
import dev.aegis.suspect.Suspect;
import dev.aegis.telemetry.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Ranks root causes by weight of evidence.
 *
 * <p>Each finding is worth decibans, {@code 10 log10 P(finding | cause) / P(finding | not the
 * cause)} (I. J. Good, <i>Probability and the Weighing of Evidence</i>, 1950; <i>Weight of
 * evidence: a brief survey</i>, 1985). They add: {@code weight(c)} is proportional to {@code
 * prior(c) * 10^(sum/10)}, over all causes 1. A figure that was not recorded adds nothing to any
 * side. UNKNOWN has the largest prior and no findings of its own, so that it leads when nothing
 * speaks, or when all that speaks contradicts every cause that is known.
 */
public final class CauseRanking {
  private static final List<Theory> THEORIES =
      List.of(
          new LeakByDeploy(),
          new BadDeploy(),
          new TrafficSurge(),
          new SlowDependency(),
          new CapacityLost());

  private static final Theory OF_ALL = new HostContention();

  private static final Theory OF_FEW = new BadPod();

  /** What may be wrong in a service that is called; its traffic comes from the one in trouble. */
  private static final List<Theory> OF_CALLED =
      List.of(new LeakByDeploy(), new BadDeploy(), new CapacityLost(), new BadPod());

  /** One's own changes are likelier to break one than those of whom one calls. */
  private static final double CALLED = 0.5;

  private CauseRanking() {}

  /**
   * Diagnoses one incident.
   *
   * @param signal the incident
   * @param dependency the shared dependency's name; empty when there is none
   * @param now the newest instant that may be looked at
   * @param sql where to ask
   * @param suspects changes that may have caused it by what their diffs do, the likeliest first;
   *     empty where no commits are recorded
   * @param past closed incidents; what those that are like this one were speaks by little
   * @param patterns log lines of which there were more than usual, the most first
   * @param firstEvidence number of the first evidence, so that ids stay unique in a room
   * @throws RuntimeException when a query is refused
   */
  public static Diagnosis rank(
      Signal signal,
      String dependency,
      Instant now,
      Sql sql,
      List<Suspect> suspects,
      List<Fingerprint> past,
      List<String> patterns,
      int firstEvidence) {
    Exhibits exhibits = new Exhibits(sql, firstEvidence);
    Facts facts = Facts.ask(new Inquiry(signal, dependency, now), suspects, exhibits);
    List<Account> accounts = new ArrayList<>();
    THEORIES.forEach(theory -> accounts.add(Account.of(theory, facts)));
    if (HostContention.canTell(facts)) {
      accounts.add(Account.of(OF_ALL, facts));
    }
    if (facts.pods().canTell()) {
      accounts.add(Account.of(OF_FEW, facts));
    }
    facts
        .components()
        .elsewhere()
        .map(c -> facts.at(c.component(), exhibits))
        .ifPresent(there ->
            OF_CALLED.stream()
                .filter(theory -> theory.differs(there))
                .forEach(theory -> accounts.add(Account.ofCalled(theory, there, facts))));
    accounts.add(Account.UNKNOWN);
    remember(accounts, Remembering.of(signal, facts, past, patterns, exhibits));
    double[] weights = weights(accounts);
    List<Hypothesis> hypotheses =
        IntStream.range(0, weights.length)
            .mapToObj(i -> accounts.get(i).hypothesis(weights[i]))
            .sorted(
                Comparator.comparingDouble((Hypothesis h) -> -h.weight())
                    .thenComparingInt(h -> h.cause() == Cause.UNKNOWN ? 0 : 1)
                    .thenComparing(Hypothesis::cause))
            .toList();
    exhibits.keep(
        reckoningSentence(hypotheses),
        "dev.aegis.cause.CauseRanking",
        "cause",
        reckoning(accounts, weights));
    return new Diagnosis(hypotheses, exhibits.kept(), Gaps.of(facts));
  }

  private static void remember(List<Account> accounts, Remembering remembering) {
    accounts.replaceAll(
        account -> account.with(remembering.findings(account.cause(), account.service())));
  }

  /**
   * What is believed before looking: shares of 152 incidents by cause (SoCC'22: code and deployment
   * 40, infrastructure and network 26, dependencies 16 per cent), cut down to leave UNKNOWN ahead.
   */
  static double prior(Cause cause) {
    return switch (cause) {
      case UNKNOWN -> 0.30;
      case BAD_DEPLOY -> 0.18;
      case SLOW_DEPENDENCY -> 0.15;
      case CAPACITY_LOST -> 0.13;
      case TRAFFIC_SURGE -> 0.12;
      case LEAK_BY_DEPLOY -> 0.12;
      case HOST_CONTENTION, BAD_POD -> 0.06;
    };
  }

  /**
   * One cause, and what speaks for and against it.
   *
   * @param service in which it lies; empty for the one in trouble
   * @param pods in which of its pods; empty for all alike
   * @param prior what is believed before looking; over all accounts not necessarily 1
   */
  private record Account(
      Cause cause,
      String service,
      List<String> pods,
      String statement,
      double prior,
      List<Finding> findings,
      Optional<Change> change) {
    static final Account UNKNOWN =
        new Account(
            Cause.UNKNOWN,
            "",
            List.of(),
            "none of the known causes fits what was recorded",
            CauseRanking.prior(Cause.UNKNOWN),
            List.of(),
            Optional.empty());

    static Account of(Theory theory, Facts facts) {
      return new Account(
          theory.cause(),
          theory.service(facts),
          theory.pods(facts),
          theory.statement(facts),
          CauseRanking.prior(theory.cause()),
          theory.findings(facts),
          theory.change(facts));
    }

    /** Slow calls speak for whatever is wrong in who is called, as for its being slow at all. */
    static Account ofCalled(Theory theory, Facts there, Facts here) {
      Pleading pleading = new Pleading();
      pleading.add(new SlowDependency().findings(here));
      pleading.add(theory.findings(there));
      return new Account(
          theory.cause(),
          there.inquiry().service(),
          theory.pods(there),
          Words.name(there.inquiry().service()) + ": " + theory.statement(there),
          CALLED * CauseRanking.prior(theory.cause()),
          pleading.findings(),
          theory.change(there));
    }

    Account with(List<Finding> further) {
      Pleading pleading = new Pleading();
      pleading.add(findings);
      pleading.add(further);
      return further.isEmpty()
          ? this
          : new Account(cause, service, pods, statement, prior, pleading.findings(), change);
    }

    /** A slow dependency is named by its cause already. */
    boolean isHere() {
      return service.isEmpty() || cause == Cause.SLOW_DEPENDENCY;
    }

    double sum() {
      return findings.stream().mapToDouble(Finding::decibans).sum();
    }

    double logBelief() {
      return Math.log(prior) + sum() * Math.log(10) / 10;
    }

    Hypothesis hypothesis(double weight) {
      return new Hypothesis(cause, service, pods, statement, weight, findings, change.orElse(null));
    }
  }

  /** The largest logarithm is taken off first, so that no power overflows. */
  private static double[] weights(List<Account> accounts) {
    double highest = accounts.stream().mapToDouble(Account::logBelief).max().orElse(0);
    return Shares.of(
        accounts.stream().mapToDouble(a -> Math.exp(a.logBelief() - highest)).toArray());
  }

  private static Sql.Rows reckoning(List<Account> accounts, double[] weights) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      Account account = accounts.get(i);
      rows.add(
          List.of(
              account.cause().wire()
                  + (account.isHere() ? "" : " in " + Words.name(account.service())),
              String.format(Locale.ROOT, "%.2f", account.prior()),
              String.format(Locale.ROOT, "%+.1f", account.sum() + 0.0),
              String.format(Locale.ROOT, "%.4f", weights[i])));
    }
    return new Sql.Rows(List.of("cause", "prior", "decibans", "weight"), rows);
  }

  private static String reckoningSentence(List<Hypothesis> hypotheses) {
    return "priors and decibans make " + hypotheses.getFirst().cause().wire() + " the likeliest";
  }
}
