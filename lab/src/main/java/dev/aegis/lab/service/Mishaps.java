package dev.aegis.lab.service;

import dev.aegis.lab.fault.EffectKind;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the effects happen that need nothing but the process. */
final class Mishaps {
  private static final int CRASHED = 70;
  private static final double POLL_SECONDS = 0.1;

  private final Effects effects;
  private final Supplier<Settings> settings;
  private final LogFile log;
  private final boolean locksRows;
  private final ReentrantLock one = new ReentrantLock();
  private final ReentrantLock other = new ReentrantLock();
  private final ReentrantLock shared = new ReentrantLock(true);
  private final AtomicInteger turns = new AtomicInteger();
  private final AtomicInteger leakedThreads = new AtomicInteger();
  private final Map<RunningEffect, LinkedGarbage.Node> ballast = new ConcurrentHashMap<>();
  private LinkedGarbage.@Nullable Node leaked;
  private final AtomicInteger litter = new AtomicInteger();

  /**
   * @param locksRows whether the service has a database, whose rows are locked in place of a lock
   *     of the process
   */
  Mishaps(Effects effects, Supplier<Settings> settings, LogFile log, boolean locksRows) {
    this.effects = effects;
    this.settings = settings;
    this.log = log;
    this.locksRows = locksRows;
  }

  /** What befalls a request before its work; an answer where there will be no work. */
  Optional<Answer> befall(Visit visit) throws InterruptedException {
    for (RunningEffect effect : effects.running()) {
      long now = System.currentTimeMillis();
      if (effect.strikes(visit.route(), settings.get(), now)) {
        Optional<Answer> answer = befall(visit, effect, effect.amount(now));
        if (answer.isPresent()) {
          return answer;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Answer> befall(Visit visit, RunningEffect effect, double amount)
      throws InterruptedException {
    switch (effect.kind()) {
      case ERRORS -> {
        int status = (int) effect.number("status");
        return Optional.of(new Answer(status, "an internal error\n"));
      }
      case HANG -> {
        hang(visit, effect);
        return Optional.of(new Answer(504, "no answer in time\n"));
      }
      case DELAY -> Waits.lognormal(amount, effect.number("cv"));
      case CPU_BURN -> burn(amount);
      case HEAP_LEAK -> leak(amount, effect.number("garbage"));
      case HEAP_BALLAST -> litter(effect.number("garbage"));
      case THREAD_LEAK -> leakThreads((int) amount, (int) effect.number("limit"));
      case HOLD_LOCK -> holdLock(amount);
      case DEADLOCK -> deadlock(effect.number("hold"));
      case LOG_FLOOD -> log.debug((int) amount, "x".repeat((int) effect.number("size")));
      case CRASH -> crash();
      case CONNECTION_LEAK, HOLD_POOL, EXTRA_CALLS, HOT_KEY, CACHE_FLUSH, DISK_QUOTA -> {
        // The work of the service, or the clock, looks for these itself.
      }
      case LINK_LOSS, LINK_DELAY, LOAD, CLIENT_RETRIES, KILL, CPU_BURNER -> {
        // These happen outside of the services.
      }
    }
    return Optional.empty();
  }

  private void hang(Visit visit, RunningEffect effect) throws InterruptedException {
    if (effect.word("slot").equals("released")) {
      visit.leave();
    }
    long end = System.nanoTime() + (long) (effect.number("max") * 1e9);
    while (effects.lasts(effect) && System.nanoTime() < end) {
      Waits.seconds(POLL_SECONDS);
    }
  }

  /** Counts until the time is over, in CPU that nobody else gets. */
  private static void burn(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private void leak(double bytes, double garbageBytes) {
    litter(garbageBytes);
    synchronized (this) {
      leaked = LinkedGarbage.chain(bytes, leaked);
    }
  }

  /**
   * Makes objects that nobody needs; that they are looked at keeps them from being optimised away.
   */
  private void litter(double bytes) {
    LinkedGarbage.Node head = LinkedGarbage.chain(bytes, null);
    litter.addAndGet(head == null ? 0 : (int) head.value);
  }

  private void leakThreads(int count, int limit) {
    for (int i = 0; i < count && leakedThreads.incrementAndGet() <= limit; i++) {
      Thread.ofPlatform().daemon().name("leaked").start(Mishaps::waitForGood);
    }
  }

  private static void waitForGood() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void holdLock(double seconds) throws InterruptedException {
    if (locksRows) {
      return;
    }
    shared.lock();
    try {
      Waits.seconds(seconds);
    } finally {
      shared.unlock();
    }
  }

  /** Every second request takes the two locks the other way round. */
  private void deadlock(double holdSeconds) throws InterruptedException {
    boolean turned = turns.getAndIncrement() % 2 == 1;
    ReentrantLock first = turned ? other : one;
    ReentrantLock second = turned ? one : other;
    first.lock();
    try {
      Waits.seconds(holdSeconds);
      second.lock();
      try {
        turns.addAndGet(2);
      } finally {
        second.unlock();
      }
    } finally {
      first.unlock();
    }
  }

  private void crash() {
    log.error("a gift card of an unknown kind: the process ends");
    Runtime.getRuntime().halt(CRASHED);
  }

  /** Looks at the effects that do not wait for a request. */
  void tick() {
    log.limitTo(
        effects
            .active(EffectKind.DISK_QUOTA)
            .map(e -> (long) e.number("limit"))
            .orElse(Long.MAX_VALUE));
    ballast.keySet().removeIf(effect -> !effects.lasts(effect));
    effects
        .active(EffectKind.HEAP_BALLAST)
        .ifPresent(effect ->
            ballast.computeIfAbsent(effect, _ -> LinkedGarbage.chain(effect.number("size"), null)));
  }
}
