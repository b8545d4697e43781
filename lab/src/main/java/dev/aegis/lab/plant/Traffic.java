package dev.aegis.lab.plant;

import dev.aegis.lab.fault.Effect;
import dev.aegis.lab.fault.EffectKind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * The process that plays the users of one region. Most requests arrive by themselves (Poisson, at
 * the rate of a {@link TrafficProfile}), whatever the answers take; some come from users who wait
 * for their answer and think before the next. Time runs from when a request was meant to start, so
 * that a late client does not make the service look fast.
 */
final class Traffic {
  private static final double CLOSED_SHARE = 0.1;
  private static final double THINK_SECONDS = 2;
  private static final int MOST_UNDER_WAY = 4_000;
  private static final double TIMEOUT_SECONDS = 3;
  private static final int RETRIES = 1;
  private static final double BACK_OFF_SECONDS = 0.2;
  private static final int ITEMS = 1_000;

  private final KeepAliveClient client;
  private final ClientMetrics metrics;
  private final TrafficProfile profile;
  private final double perSecond;
  private final long seed;
  private final long startNanos = System.nanoTime();
  private final WarmUp warmUp = new WarmUp(startNanos);
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicLong requests = new AtomicLong();
  private volatile List<Effect> effects = List.of();

  private Traffic(String region, int port, double perSecond, long seed) {
    this.client = new KeepAliveClient(port);
    this.metrics = new ClientMetrics(region);
    this.perSecond = perSecond;
    this.profile = new TrafficProfile(perSecond * (1 - CLOSED_SHARE), seed);
    this.seed = seed;
  }

  /** Runs clients: {@code --region R --edge PORT --rate REQUESTS_PER_SECOND --seed N}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> options = Child.options(args);
    Traffic traffic =
        new Traffic(
            Child.required(options, "region"),
            Integer.parseInt(Child.required(options, "edge")),
            Double.parseDouble(Child.required(options, "rate")),
            Long.parseLong(Child.required(options, "seed")));
    Child child = new Child();
    child.on("PUT", "/control/effects", traffic::take);
    child.on("GET", "/metrics", _ -> traffic.text());
    child.on("GET", "/ready", _ -> traffic.flowing());
    traffic.start();
    child.serveUntilInputEnds();
    System.exit(0);
  }

  private String take(String text) {
    effects = Effects.parse(text);
    return "taken\n";
  }

  private String flowing() {
    if (!warmUp.flowing()) {
      throw new IllegalArgumentException("expected the whole load to be answered: wait");
    }
    return "flowing\n";
  }

  private String text() {
    return metrics.text(perSecond * load(), underWay.get());
  }

  private void start() {
    Thread.ofPlatform().daemon().name("arrivals").start(this::arrive);
    // By Little's law so many users who wait and think send their share of the rate.
    int users = (int) Math.round(perSecond * CLOSED_SHARE * (THINK_SECONDS + 0.1));
    for (int user = 0; user < users; user++) {
      long own = seed + 104_729L * (user + 1);
      Thread.ofVirtual().start(() -> useAndThink(TrafficProfile.generator(own)));
    }
  }

  private void arrive() {
    RandomGenerator random = TrafficProfile.generator(seed);
    long next = System.nanoTime();
    while (true) {
      double rate = profile.rate((next - startNanos) / 1e9) * load();
      next += Math.round(Math.min(random.nextExponential() / rate, 30) * 1e9);
      for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      long intended = next;
      long own = random.nextLong();
      Thread.ofVirtual().start(() -> request(intended, TrafficProfile.generator(own)));
    }
  }

  private void useAndThink(RandomGenerator random) {
    while (true) {
      // A surge brings as many more impatient users as it brings users of the other kind.
      double think = random.nextExponential() * THINK_SECONDS / load();
      LockSupport.parkNanos(Math.round(think * 1e9));
      request(System.nanoTime(), random);
    }
  }

  private void request(long intended, RandomGenerator random) {
    String path = path(random);
    Patience patience = patience();
    long meant = intended;
    for (int attempt = 0; attempt <= patience.retries(); attempt++) {
      String status = attempt(path, meant, patience.timeoutSeconds());
      metrics.attempt(status, attempt > 0, (System.nanoTime() - meant) / 1e9);
      warmUp.attempt(status.equals("200"));
      if (!worthRetrying(status)) {
        return;
      }
      double backOff = BACK_OFF_SECONDS * Math.pow(2, attempt) * (0.5 + random.nextDouble());
      LockSupport.parkNanos(Math.round(backOff * 1e9));
      meant = System.nanoTime();
    }
  }

  private String attempt(String path, long meant, double timeoutSeconds) {
    if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
      underWay.decrementAndGet();
      return "refused";
    }
    try {
      long limit = Math.round(timeoutSeconds * 1e9) - (System.nanoTime() - meant);
      return String.valueOf(client.get(path, limit));
    } catch (SocketTimeoutException e) {
      return "timeout";
    } catch (IOException e) {
      return "refused";
    } finally {
      underWay.decrementAndGet();
    }
  }

  private static boolean worthRetrying(String status) {
    return !status.startsWith("2") && !status.startsWith("4");
  }

  /** Few items are asked for often and many seldom: the rank is uniform on a logarithmic scale. */
  private String path(RandomGenerator random) {
    int item = (int) Math.pow(ITEMS, random.nextDouble());
    // Five digits, without the parsing of a format for each request.
    return "/checkout?sku=SKU-"
        + Integer.toString(100_000 + item).substring(1)
        + "&quantity="
        + (1 + random.nextInt(3))
        + "&order="
        + requests.incrementAndGet();
  }

  private record Patience(double timeoutSeconds, int retries) {}

  private Patience patience() {
    long now = System.currentTimeMillis();
    for (Effect effect : effects) {
      if (effect.kind() == EffectKind.CLIENT_RETRIES && effect.intensity(now) > 0) {
        return new Patience(effect.number("timeout"), (int) effect.number("retries"));
      }
    }
    return new Patience(TIMEOUT_SECONDS, RETRIES);
  }

  private double load() {
    long now = System.currentTimeMillis();
    double factor = warmUp.share(System.nanoTime());
    for (Effect effect : effects) {
      if (effect.kind() == EffectKind.LOAD) {
        factor *= 1 + effect.intensity(now) * (effect.number("factor") - 1);
      }
    }
    return Math.max(factor, 1e-2);
  }
}
