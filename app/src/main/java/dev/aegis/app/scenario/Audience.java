package dev.aegis.app.scenario;

import dev.aegis.app.host.Contribution;
import dev.aegis.app.oncall.Approvals;
import dev.aegis.app.oncall.AskedOnPage;
import dev.aegis.room.ApprovalRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * People who look on while a story is played, and how long it gives them: time to read what was
 * said, their own time to decide, and little where production is only watched.
 */
final class Audience implements Approvals {
  /** To read what was said in one round. */
  static final Duration TO_READ = Duration.ofSeconds(7);

  /** Between two scrapes while nobody says anything. */
  static final Duration MEANWHILE = Duration.ofMillis(400);

  private final AskedOnPage people;
  private final @Nullable Approver instead;
  private final double speed;

  /**
   * @param instead answers in place of people; {@code null} for people
   * @param speed how many times faster than people read
   */
  Audience(AskedOnPage people, @Nullable Approver instead, double speed) {
    this.people = people;
    this.instead = instead;
    this.speed = speed;
  }

  @Override
  public Optional<Answer> poll(ApprovalRequest request) {
    if (instead == null) {
      return people.poll(request);
    }
    Approver.Answer answer = instead.answer(request, _ -> {});
    return Optional.of(new Answer(answer.by(), answer.approval()));
  }

  @Override
  public List<Contribution> contributions() {
    return people.contributions();
  }

  /**
   * Gives them their time.
   *
   * @param said whether there is something to read
   * @param asked whether they are asked to decide; time then runs as on their clock
   * @param scrapeEvery how long a round takes in the story
   */
  void pause(boolean said, boolean asked, Duration scrapeEvery) {
    Duration pause = asked ? scrapeEvery : said ? TO_READ : MEANWHILE;
    try {
      people.await(Duration.ofNanos(Math.round(pause.toNanos() / speed)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
