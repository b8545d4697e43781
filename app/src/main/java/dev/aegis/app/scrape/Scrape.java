package dev.aegis.app.scrape;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One reading of all targets.
 *
 * @param at when it was begun
 * @param answers of those who answered
 * @param failures of those who did not
 */
public record Scrape(Instant at, List<Answer> answers, List<Failure> failures) {
  public Scrape {
    Objects.requireNonNull(at);
    answers = List.copyOf(answers);
    failures = List.copyOf(failures);
  }

  /**
   * What a target said.
   *
   * @param at when its whole answer was there, which is nearest to when it was counted: a target
   *     that is slow to answer counts late
   */
  public record Answer(Target target, Instant at, Exposition exposition) {
    public Answer {
      Objects.requireNonNull(target);
      Objects.requireNonNull(at);
      Objects.requireNonNull(exposition);
    }
  }

  /**
   * A target that said nothing of use.
   *
   * @param why one sentence
   */
  public record Failure(Target target, FetchException.Reason reason, String why) {
    public Failure {
      Objects.requireNonNull(target);
      Objects.requireNonNull(reason);
      Objects.requireNonNull(why);
    }
  }
}
