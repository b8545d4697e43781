package dev.aegis.lab.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JoinedTakingsTest {
  private final JoinedTakings joined = new JoinedTakings();
  private final List<Long> counts = new CopyOnWriteArrayList<>();

  @Test
  void takesNothingForARequestThatFailed() throws Exception {
    JoinedTakings.Taking broken =
        count -> {
          counts.add(count);
          throw new SQLException("the database is gone");
        };
    assertThatThrownBy(() -> joined.take("SKU-00001", broken)).isInstanceOf(SQLException.class);
    assertThat(joined.take("SKU-00001", this::taken).status()).isEqualTo(200);
    assertThat(counts).containsExactly(1L, 1L);
  }

  @Test
  void takesForAllWhoWaitedBehindAFailureButNotForTheOneThatFailed() throws Exception {
    CountDownLatch under = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> first =
          threads.submit(() ->
              joined.take(
                  "SKU-00001",
                  count -> {
                    under.countDown();
                    assertThat(go.await(60, TimeUnit.SECONDS)).isTrue();
                    throw new SQLException("the database is gone");
                  }));
      assertThat(under.await(60, TimeUnit.SECONDS)).isTrue();
      Callable<Answer> next = () -> joined.take("SKU-00001", this::taken);
      List<Future<Answer>> others = List.of(threads.submit(next), threads.submit(next));
      go.countDown();
      assertThatThrownBy(() -> first.get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
      for (Future<Answer> each : others) {
        assertThat(each.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
      }
    }
    assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(2);
  }

  private Answer taken(long count) {
    counts.add(count);
    return Answer.ok("taken\n");
  }
}
