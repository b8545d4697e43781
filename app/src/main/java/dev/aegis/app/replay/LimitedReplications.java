package dev.aegis.app.replay;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.twin.Replications;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/** Begins no replication once its time is over. Which replications are run changes no result. */
final class LimitedReplications implements Replications {
  private final Replications unlimited;
  private final Duration most;
  private final long begun = System.nanoTime();

  LimitedReplications(Replications unlimited, Duration most) {
    this.unlimited = unlimited;
    this.most = most;
  }

  @Override
  public <T> List<T> run(int from, int to, IntFunction<T> replication) {
    return unlimited.run(
        from,
        to,
        number -> {
          requireTime();
          return replication.apply(number);
        });
  }

  private void requireTime() {
    if (System.nanoTime() - begun >= most.toNanos()) {
      throw new CommandFailure(
          ExitCode.ESCALATED,
          "expected the replays to end within "
              + most.toSeconds()
              + " s, found that they need longer; name fewer fixes, or run aegis replay");
    }
  }
}
