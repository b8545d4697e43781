package dev.aegis.suspect;

import java.util.regex.Pattern;

/**
 * A figure that a change made smaller or larger, took away or introduced.
 *
 * @param kind what such a figure rules
 * @param key its name, as written
 * @param before NaN where there was none
 * @param after NaN where there is none
 */
record Setting(Kind kind, String key, Amount before, Amount after) {
  private static final double NOTABLE = 1.3;
  private static final double NONE = Double.NaN;
  static final Amount ABSENT = new Amount("", NONE, NONE);

  /** What a figure rules; the first whose words a name has. */
  enum Kind {
    PROBE("probe|liveness|readiness|initial delay|failure ?threshold"),
    SKEW("leeway|skew|tolerance|grace|drift|slack"),
    IDLE("idle|keep ?alive"),
    BACKOFF("backoff|delay|jitter|sleep"),
    RETRIES("retry|retries|attempts?|redeliver"),
    TIMEOUT("timeout|deadline|time ?limit|time ?to ?wait|budget"),
    LIFETIME("ttl|expir\\w*|max ?age|lifetime|validity|retention"),
    THRESHOLD("threshold|breaker"),
    RATE("rate|qps|rps|throttle|quota|burst"),
    POOL("pool|conns?|connections?|max ?conn\\w*"),
    WORKERS(
        "workers?|threads?|concurren\\w*|parallel\\w*|executor|permits|semaphore|in ?flight|procs"),
    REPLICAS("replicas?|instances|desired"),
    CPU("cpus?|cores"),
    MEMORY("memory|heap|xmx|mem|old space size|gomemlimit"),
    CACHE("cache|entries|lru"),
    QUEUE("queue|buffer|capacity|backlog|mailbox|watermark"),
    BATCH("batch|page|limit|chunk|fetch ?size|max ?results|prefetch|poll ?records|top|take"),
    INTERVAL("interval|period|poll|frequency|every|heartbeat|refresh"),
    SIZE("max ?size|max ?body|bytes|message ?size|payload|max ?length"),
    OTHER("");

    private final Pattern words;

    Kind(String words) {
      this.words = Pattern.compile("\\b(" + words + ")\\b");
    }

    static Kind of(String key) {
      String spread = Vocabulary.spread(key).replace('-', ' ').replace('.', ' ');
      for (Kind kind : values()) {
        if (kind != OTHER && kind.words.matcher(spread).find()) {
          return kind;
        }
      }
      return OTHER;
    }
  }

  /** Notably smaller than it was. */
  boolean less() {
    return after.value() * NOTABLE <= before.value() && after.value() < before.value();
  }

  /** Notably larger than it was. */
  boolean more() {
    return after.value() >= before.value() * NOTABLE && after.value() > before.value();
  }

  boolean gone() {
    return !Double.isNaN(before.value()) && Double.isNaN(after.value());
  }

  boolean changed() {
    return before.value() < after.value() || before.value() > after.value();
  }
}
