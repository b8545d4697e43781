package dev.aegis.lab.command;

import dev.aegis.lab.score.ForecastScore;
import dev.aegis.lab.score.Measure;
import dev.aegis.lab.score.Pair;
import dev.aegis.lab.score.Share;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** A scoreboard as part of the summary that {@code --json} closes with. */
final class ScoreJson {
  private ScoreJson() {}

  static void write(Scoreboard board, ObjectNode summary) {
    summary.put("pairsWithoutEvidence", board.withoutEvidence());
    for (Scoreboard.Group group : board.groups()) {
      List<Pair> pairs = group.judges().getFirst().pairs();
      ObjectNode to = summary.putObject(group.key());
      to.put("pairs", pairs.size());
      to.put("faults", pairs.stream().map(Pair::fault).distinct().count());
      to.put("fixed", pairs.stream().filter(Pair::fixed).count());
      for (Scoreboard.Judge judge : group.judges()) {
        ObjectNode its = to.putObject(judge.key());
        List<Pair> judged = judge.pairs();
        ObjectNode byPair = its.putObject("byPair");
        rates(byPair, m -> m.byPair(judged), ForecastScore.byPair(judged));
        RunJson.number(byPair, "coverageWidened", ForecastScore.coverageWidened(judged), 4);
        rates(its.putObject("byFault"), m -> m.byFault(judged), ForecastScore.byFault(judged));
      }
    }
  }

  private static void rates(ObjectNode to, Function<Measure, Share> share, ForecastScore p99) {
    for (Measure measure : Measure.values()) {
      share(to.putObject(key(measure)), share.apply(measure));
    }
    RunJson.number(to, "p99Error", p99.error(), 4);
    RunJson.number(to, "p99ErrorFactor", p99.factor(), 3);
    RunJson.number(to, "coverage", p99.coverage(), 4);
    to.put("bands", p99.bands());
  }

  private static void share(ObjectNode to, Share share) {
    to.put("count", share.count());
    to.put("of", share.of());
    RunJson.number(to, "rate", share.rate(), 4);
    RunJson.number(to, "atMost", share.atMost(), 4);
  }

  private static String key(Measure measure) {
    return switch (measure) {
      case FALSE_ACCEPTS -> "falseAccepts";
      case WRONG_ACCEPTS -> "wrongAccepts";
      case FIXES_REJECTED -> "fixesRejected";
      case FIXES_ABSTAINED_ON -> "fixesAbstainedOn";
      case ABSTAINED -> "abstained";
    };
  }
}
