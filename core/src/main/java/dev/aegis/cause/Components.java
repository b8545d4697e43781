package dev.aegis.cause;

import dev.aegis.culprit.Culprit;
import dev.aegis.culprit.CulpritRanking;
import dev.aegis.culprit.Ranking;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * In which component the loss of the service in trouble arises: itself, or one that it calls,
 * directly or through others.
 *
 * @param home the service in trouble
 * @param evidence id of the ranking; empty where it calls nobody, or nothing says so
 * @param ranking of all components
 */
record Components(String home, String evidence, Ranking ranking) {
  private static final Weight ELSEWHERE = new Weight(0, 0.8, 8);

  /** That the loss arises here fits all that may be wrong here, so it tells less. */
  private static final double HERE = 0.4;

  private static final String ARISES_IN = " arises in ";

  /** Evidence is read by people: of so many components the likeliest. */
  private static final int MOST_SHOWN = 12;

  /** Where nothing is known of calls. */
  static Components none(String home) {
    return new Components(home, "", new Ranking(List.of(), 1, List.of()));
  }

  boolean known() {
    return !evidence.isEmpty();
  }

  static Components ask(Inquiry inquiry, Exhibits exhibits) {
    String callsQuery = Queries.calls(inquiry);
    Sql.Rows calls = exhibits.ask(callsQuery);
    Downstream downstream = new Downstream(inquiry.service(), calls);
    if (downstream.isLeaf()) {
      return none(inquiry.service());
    }
    String levelsQuery = Queries.componentLevels(inquiry, downstream.components());
    Sql.Rows levels = exhibits.ask(levelsQuery);
    exhibits.keep(
        Words.name(inquiry.service()) + " calls " + downstream.called(), callsQuery, calls);
    exhibits.keep("what calls take and how many fail, by component", levelsQuery, levels);
    Ranking ranking = named(CulpritRanking.rank(downstream.scene(levels)), levels);
    String id =
        exhibits.keep(
            sentence(ranking), "dev.aegis.culprit.CulpritRanking", "culprit", table(ranking));
    return new Components(inquiry.service(), id, ranking);
  }

  /** With the names that components give themselves. */
  private static Ranking named(Ranking ranking, Sql.Rows levels) {
    return new Ranking(
        ranking.culprits().stream()
            .map(c ->
                new Culprit(
                    Downstream.named(c.component(), levels),
                    c.probability(),
                    c.decibans(),
                    c.findings(),
                    c.slowed()))
            .toList(),
        ranking.unknown(),
        ranking.gaps());
  }

  private static String sentence(Ranking ranking) {
    Culprit first = ranking.culprits().getFirst();
    return String.format(
        Locale.ROOT,
        "it arises in %s with %.0f %%, in none of them with %.0f %%",
        Words.name(first.component()),
        100 * first.probability(),
        100 * ranking.unknown());
  }

  private static Sql.Rows table(Ranking ranking) {
    return new Sql.Rows(
        List.of("component", "probability", "decibans", "own_time", "findings"),
        ranking.culprits().stream()
            .limit(MOST_SHOWN)
            .map(each ->
                List.of(
                    Words.name(each.component()),
                    String.format(Locale.ROOT, "%.3f", each.probability()),
                    String.format(Locale.ROOT, "%+.1f", each.decibans() + 0.0),
                    Double.isNaN(each.slowed())
                        ? "NULL"
                        : String.format(Locale.ROOT, "%.2f", each.slowed()),
                    String.join(
                        "; ", each.findings().stream().map(Culprit.Finding::text).toList())))
            .toList());
  }

  /** The likeliest component, where that is one that the service calls. */
  Optional<Culprit> elsewhere() {
    return ranking.culprits().stream().limit(1).filter(c -> !isHome(c)).findFirst();
  }

  private boolean isHome(Culprit culprit) {
    return culprit.component().equalsIgnoreCase(home);
  }

  /** What the service itself broke is less likely where the loss arises in what it calls. */
  void againstHome(Pleading pleading) {
    elsewhere().ifPresent(c -> pleading.add(sentence(c), evidence, -Math.max(0, weight(c))));
  }

  /** What the service itself broke is likelier where the loss does not arise in what it calls. */
  void forHome(Pleading pleading) {
    ranking.culprits().stream()
        .limit(1)
        .filter(this::isHome)
        .forEach(c -> pleading.add(sentence(c), evidence, HERE * Math.max(0, weight(c))));
  }

  /** What it calls is likelier to be at fault where the loss arises there, and less where not. */
  void forCalled(Pleading pleading) {
    ranking.culprits().stream()
        .limit(1)
        .forEach(c ->
            pleading.add(sentence(c), evidence, isHome(c) ? -Math.max(0, weight(c)) : weight(c)));
  }

  private static String sentence(Culprit culprit) {
    String name = Words.name(culprit.component());
    return culprit.findings().stream()
        .map(Culprit.Finding::text)
        .filter(text -> text.endsWith(ARISES_IN + "it"))
        .findFirst()
        .map(text -> text.substring(0, text.length() - "it".length()) + name)
        .orElse("what is lost" + ARISES_IN + name);
  }

  private static double weight(Culprit culprit) {
    double odds = culprit.probability() / Math.max(1e-6, 1 - culprit.probability());
    return ELSEWHERE.of(Math.log10(Math.max(1e-6, odds)), 1);
  }
}
