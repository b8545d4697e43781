package dev.aegis.app.ask;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Two recordings to ask about, as different as recordings are: other labels, other metrics, other
 * files. The same seed gives the same bytes.
 */
final class AskedData {
  private static final long SEED = 20_260_504;

  private AskedData() {}

  /**
   * Three services in two regions for three hours, a sample a minute. checkout-api is deployed at
   * 10:00 and gets slow and failing in us-east-1; a pod restarts.
   */
  static Path shop(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    Instant start = Instant.parse("2026-05-04T08:00:00Z");
    StringBuilder csv =
        new StringBuilder(
            "timestamp,service,region,version,pod,p99_ms,p50_ms,error_rate,requests,cpu_pct,restarts\n");
    for (int minute = 0; minute < 180; minute++) {
      for (String service : List.of("checkout-api", "search", "payments")) {
        for (String region : List.of("eu-west-1", "us-east-1")) {
          for (int pod = 1; pod <= 2; pod++) {
            csv.append(
                shopRow(
                    random, start.plus(Duration.ofMinutes(minute)), minute, service, region, pod));
          }
        }
      }
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("metrics.csv"), csv);
    Files.writeString(folder.resolve("changes.json"), SHOP_CHANGES);
    Files.writeString(folder.resolve("logs.ndjson"), shopLogs(random, start));
    Files.writeString(folder.resolve("spans.ndjson"), AskedSpans.shop(start));
    Files.writeString(folder.resolve("service.yaml"), SHOP_OBJECTIVES);
    return folder;
  }

  private static final String SHOP_OBJECTIVES =
      """
      slo: { latency_p99: 400ms, errors: 1% }
      service:
        name: checkout-api
      """;

  private static String shopRow(
      SplittableRandom random, Instant at, int minute, String service, String region, int pod) {
    boolean checkout = service.equals("checkout-api");
    boolean deployed = checkout && minute >= 120;
    boolean east = region.equals("us-east-1");
    double since = deployed ? minute - 119 : 0;
    double base = checkout ? 220 : service.equals("search") ? 140 : 90;
    double grown = base * (1 + since * (east ? 0.06 : 0.01) * (pod == 2 ? 1.4 : 1.0));
    double p99 = grown * (0.97 + 0.06 * random.nextDouble());
    double p50 = p99 * 0.4;
    double errors =
        0.002 + 0.001 * random.nextDouble() + (deployed ? since * (east ? 0.002 : 0.0002) : 0);
    long requests =
        Math.round(
            (checkout ? 600 : service.equals("search") ? 900 : 300)
                * (east ? 1.5 : 1.0)
                * (0.95 + 0.1 * random.nextDouble()));
    double cpu = 35 + 10 * random.nextDouble() + since * (east ? 0.6 : 0.1);
    int restarts =
        checkout && east && pod == 2
            ? Math.max(0, (minute - 130) / 20 + (minute >= 130 ? 1 : 0))
            : 0;
    String version =
        checkout
            ? (deployed ? "v2.3.1" : "v2.3.0")
            : service.equals("search") ? "v7.1.0" : "v1.4.2";
    String name = service.split("-", -1)[0] + (east ? "-use1-" : "-euw1-") + pod;
    return String.format(
        Locale.ROOT,
        "%s,%s,%s,%s,%s,%.2f,%.2f,%.5f,%d,%.2f,%d%n",
        at,
        service,
        region,
        version,
        name,
        p99,
        p50,
        errors,
        requests,
        cpu,
        restarts);
  }

  private static final String SHOP_CHANGES =
      """
      [
        {"time": "2026-05-04T08:20:00Z", "kind": "deploy", "service": "search", "region": "us-east-1", "version": "v7.1.0", "previous": "v7.0.9"},
        {"time": "2026-05-04T09:00:00Z", "kind": "flag", "service": "search", "version": "on", "setting": "spring-banner"},
        {"time": "2026-05-04T10:00:00Z", "kind": "deploy", "service": "checkout-api", "version": "v2.3.1", "previous": "v2.3.0"},
        {"time": "2026-05-04T10:20:00Z", "kind": "config", "service": "payments", "version": "40", "previous": "20", "setting": "pool.size"}
      ]
      """;

  private static String shopLogs(SplittableRandom random, Instant start) {
    StringBuilder logs = new StringBuilder();
    for (int minute = 0; minute < 180; minute++) {
      Instant at = start.plus(Duration.ofMinutes(minute)).plusSeconds(7);
      log(logs, at, "search", "INFO", "query served in " + (20 + random.nextInt(60)) + " ms");
      if (minute % 2 == 0) {
        log(
            logs,
            at.plusSeconds(3),
            "checkout-api",
            "INFO",
            "cart " + (1000 + random.nextInt(9000)) + " priced");
      }
      if (minute % 10 == 4) {
        log(
            logs,
            at.plusSeconds(5),
            "payments",
            "WARN",
            "slow answer from bank after " + (900 + random.nextInt(400)) + " ms");
      }
      if (minute >= 125 && minute % 3 == 0) {
        log(
            logs,
            at.plusSeconds(9),
            "checkout-api",
            "ERROR",
            "upstream timeout after "
                + (2000 + random.nextInt(999))
                + " ms for cart "
                + random.nextInt(9999));
      }
      if (minute >= 140 && minute % 8 == 0) {
        log(
            logs,
            at.plusSeconds(11),
            "checkout-api",
            "ERROR",
            "java.lang.OutOfMemoryError: receipts cache is full");
      }
    }
    return logs.toString();
  }

  private static void log(StringBuilder to, Instant at, String service, String level, String text) {
    to.append(
        String.format(
            "{\"time\":\"%s\",\"service\":\"%s\",\"level\":\"%s\",\"message\":\"%s\"}%n",
            at, service, level, text));
  }

  /**
   * A gateway without services and pods: endpoints, tenants and zones for eight days, a sample
   * every ten minutes, times as seconds since 1970. Version 3.4.0 comes on the last day at 02:00,
   * and /export gets slow for one tenant.
   */
  static Path depot(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    Instant start = Instant.parse("2026-06-01T00:00:00Z");
    StringBuilder csv =
        new StringBuilder(
            "ts,endpoint,tenant,zone,latency_ms,errors,hits,queue_depth,heap_used_bytes,cache_hit_ratio\n");
    for (int step = 0; step < 8 * 144; step++) {
      long at = start.getEpochSecond() + step * 600L;
      boolean late = step >= 7 * 144 + 12;
      for (String endpoint : List.of("/cart", "/pay", "/login", "/export")) {
        for (String tenant : List.of("acme", "globex", "initech")) {
          csv.append(depotRow(random, at, step, late, endpoint, tenant));
        }
      }
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("gateway.csv"), csv);
    Files.writeString(
        folder.resolve("changes.csv"),
        """
        time,kind,service,version,region
        2026-06-03T12:00:00Z,feature_flag,gateway,beta-search,
        2026-06-08T02:00:00Z,release,gateway,3.4.0,
        """);
    return folder;
  }

  private static String depotRow(
      SplittableRandom random, long at, int step, boolean late, String endpoint, String tenant) {
    double day = Math.sin(2 * Math.PI * (step % 144) / 144.0);
    double base =
        endpoint.equals("/export")
            ? 400
            : endpoint.equals("/pay") ? 120 : endpoint.equals("/cart") ? 80 : 40;
    boolean hit = late && endpoint.equals("/export") && tenant.equals("globex");
    double latency = base * (1 + 0.2 * day) * (0.9 + 0.2 * random.nextDouble()) * (hit ? 3 : 1);
    long hits =
        Math.round(
            (tenant.equals("acme") ? 900 : tenant.equals("globex") ? 500 : 100)
                * (1 + 0.5 * day)
                * (0.9 + 0.2 * random.nextDouble()));
    long errors = Math.round(hits * (0.004 * random.nextDouble() + (hit ? 0.15 : 0)));
    double queue = 3 + 2 * day + random.nextDouble() + (hit ? 12 : 0);
    long heap = Math.round(4e8 + 1e8 * random.nextDouble() + (late ? 2e5 * (step - 7 * 144) : 0));
    double ratio = 0.9 + 0.05 * random.nextDouble() - (endpoint.equals("/login") ? 0.4 : 0);
    String zone = tenant.equals("initech") ? "zone-b" : "zone-a";
    return String.format(
        Locale.ROOT,
        "%d,%s,%s,%s,%.3f,%d,%d,%.3f,%d,%.5f%n",
        at,
        endpoint,
        tenant,
        zone,
        latency,
        errors,
        hits,
        queue,
        heap,
        ratio);
  }

  /** Writes both below the directory that is named. */
  public static void main(String[] args) throws IOException {
    shop(Path.of(args[0], "shop"));
    depot(Path.of(args[0], "depot"));
  }
}
