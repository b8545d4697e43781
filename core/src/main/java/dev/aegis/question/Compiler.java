package dev.aegis.question;

import dev.aegis.question.Measure.Beyond;

/**
 * Turns a question into one SELECT over the tables {@code metrics}, {@code logs} and {@code
 * changes}, with the row that answers first on top. Ties are broken by the labels, so that the same
 * data give the same rows.
 */
final class Compiler {
  private final Clauses clauses;
  private final FigureSql figures;
  private final CourseSql courses;
  private final RowSql rows;
  private final Comparing comparing;

  private Compiler(Clauses clauses) {
    this.clauses = clauses;
    this.figures = new FigureSql(clauses);
    this.courses = new CourseSql(clauses);
    this.rows = new RowSql(clauses, figures);
    this.comparing = new Comparing(clauses, figures);
  }

  static String compile(Question question, Schema schema) {
    return new Compiler(new Clauses(question, schema)).select();
  }

  private String select() {
    return switch (clauses.question().measure()) {
      case Measure.Figures asked -> figures.figures(asked.figures());
      case Measure.Ratio ratio -> figures.ratio(ratio);
      case Beyond beyond -> new ThresholdSql(clauses).select(beyond);
      case Measure.Histogram histogram -> courses.histogram(histogram);
      case Measure.Peak peak -> courses.peak(peak);
      case Measure.Trend trend -> courses.trend(trend);
      case Measure.TimeTo time -> courses.timeTo(time);
      case Measure.Movers movers -> comparing.movers(movers);
      case Measure.Companions companions -> comparing.companions(companions);
      case Measure.Lead lead -> comparing.lead(lead);
      case Measure.Attributes attributes -> comparing.attributes(attributes);
      case Measure.Rows _ -> rows.counted("count(*) AS count");
      case Measure.Distinct distinct ->
          rows.counted(
              "count(DISTINCT "
                  + Sql.name(distinct.dimension())
                  + ") AS "
                  + Sql.name("distinct_" + distinct.dimension()));
      case Measure.Values values -> rows.values(values);
      case Measure.Listing listing -> rows.listing(listing);
      case Measure.Patterns patterns -> rows.patterns(patterns);
      case Measure.Share share -> figures.share(share);
      case Measure.Traces traces -> new TraceSql(clauses).traces(traces);
      case Measure.CriticalPath _ -> new TraceSql(clauses).criticalPath();
      case Measure.Budget budget -> courses.budget(budget);
      case Measure.Exhaustion exhaustion -> courses.exhaustion(exhaustion);
      case Measure.Freshness _ -> courses.freshness();
    };
  }
}
