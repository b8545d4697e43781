package dev.aegis.app.ask;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Traces of the shop: every half a minute somebody checks out, which asks search and payments at
 * the same time, and payments asks a bank that fails now and then; every third trace only browses.
 * From the deploy at 10:00 on checkout itself takes ever longer. The same seed gives the same
 * bytes.
 */
final class AskedSpans {
  private static final long SEED = 20_260_506;
  private static final int TRACES = 360;
  private static final int DEPLOYED = 240;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final StringBuilder lines = new StringBuilder();
  private String trace = "";
  private int spans;

  private AskedSpans() {}

  static String shop(Instant start) {
    AskedSpans spans = new AskedSpans();
    for (int i = 0; i < TRACES; i++) {
      spans.trace = String.format(Locale.ROOT, "%032x", 0x5eed_0000L + i);
      Instant at = start.plus(Duration.ofSeconds(30L * i)).plusMillis(250);
      if (i % 3 == 2) {
        spans.browse(at);
      } else {
        spans.checkout(at, Math.max(0, i - DEPLOYED));
      }
    }
    return spans.lines.toString();
  }

  private void browse(Instant at) {
    span("", "search", "GET /catalog", at, 30 + random.nextInt(40), false);
  }

  private void checkout(Instant at, int sinceDeploy) {
    int items = 20 + random.nextInt(40);
    int bank = 80 + random.nextInt(60);
    int charge = bank + 6 + random.nextInt(10);
    int own = 15 + random.nextInt(10) + 2 * sinceDeploy;
    boolean declined = random.nextInt(10) == 0;
    String root =
        span("", "checkout-api", "POST /checkout", at, 20 + charge + own, declined && own > 40);
    span(root, "search", "GET /items", at.plusMillis(5), items, random.nextInt(25) == 0);
    String paid = span(root, "payments", "POST /charge", at.plusMillis(20), charge, declined);
    span(paid, "bank", "bank.transfer", at.plusMillis(23), bank, declined);
  }

  /** Writes a span and gives its name back. */
  private String span(
      String parent, String service, String operation, Instant at, int millis, boolean failed) {
    String id = String.format(Locale.ROOT, "%016x", 0xabc0_0000L + spans++);
    lines.append(
        String.format(
            Locale.ROOT,
            "{\"trace_id\":\"%s\",\"span_id\":\"%s\",%s\"service\":\"%s\",\"name\":\"%s\","
                + "\"start\":\"%s\",\"duration_ms\":%d,\"status\":\"%s\"}%n",
            trace,
            id,
            parent.isEmpty() ? "" : "\"parent_span_id\":\"" + parent + "\",",
            service,
            operation,
            at,
            millis,
            failed ? "error" : "ok"));
    return id;
  }
}
