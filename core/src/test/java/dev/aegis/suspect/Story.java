package dev.aegis.suspect;

import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A made-up incident: one change does it, and a dozen others lie about as decoys: the latest deploy
 * of the same service tidies its handler, another service is deployed a minute before it breaks, a
 * flag is switched, documents, tests and libraries change.
 *
 * @param name of what happened, for people
 * @param service that breaks
 * @param file that the change touches
 * @param measure that the alert is about
 * @param before its usual level
 * @param after its level once it broke
 * @param error what the service logs then
 * @param diff of the change that did it
 */
record Story(
    String name,
    String service,
    String file,
    String measure,
    double before,
    double after,
    String error,
    String diff) {
  static final String CULPRIT = "c0ffee11aa22bb33";
  static final Instant START = Instant.parse("2031-03-04T08:00:00Z");
  private static final int ONSET = 60;
  private static final int MINUTES = 90;

  /** As it happened. */
  Scene scene() {
    return scene(
        commits(true), List.of(error), List.of(course(service, measure, before, after, 1)));
  }

  /** The same but nobody made the change. */
  Scene withoutTheChange() {
    return scene(
        commits(false), List.of(error), List.of(course(service, measure, before, after, 1)));
  }

  /** The change was made, but what broke is something that no change explains. */
  Scene brokenBySomethingElse(Outside outside) {
    return scene(commits(true), outside.errors(), outside.series(this));
  }

  /** What breaks a service from outside. */
  enum Outside {
    SURGE,
    PROVIDER,
    MACHINE,
    CALENDAR,
    RECORD;

    List<String> errors() {
      return switch (this) {
        case SURGE ->
            List.of("worker pool saturated, shedding load", "requests rejected: too busy");
        case PROVIDER ->
            List.of(
                "call to https://api.acme-cards.com failed: 503 from payment provider, see status"
                    + " page");
        case MACHINE ->
            List.of(
                "container throttled: node CPU contended, neighbour pod takes it",
                "node under memory pressure");
        case CALENDAR ->
            List.of(
                "x509: certificate has expired or is not yet valid: current time is after the end");
        case RECORD ->
            List.of(
                "cannot process event_id=77ab-1 partition=4: malformed record; redelivering same"
                    + " offset");
      };
    }

    List<Series> series(Story story) {
      List<Series> series = new ArrayList<>();
      series.add(course(story.service, "http_5xx_ratio", 0.002, 0.4, 1));
      if (this == SURGE) {
        series.add(course("edge", "requests_per_sec", 900, 4100, 0));
        series.add(course(story.service, "requests_per_sec", 600, 2900, 0));
      }
      if (this == MACHINE) {
        series.add(course("ip-10-0-3-7", "node_cpu_utilization_ratio", 0.4, 0.99, 0));
      }
      return series;
    }
  }

  private Scene scene(List<Commit> commits, List<String> errors, List<Series> moving) {
    List<Series> series = new ArrayList<>(moving);
    series.add(course("ledger", "http_server_duration_p99_ms", 80, 80, 0));
    List<LogLine> logs = new ArrayList<>();
    List<LogPattern> patterns = new ArrayList<>();
    for (int i = 0; i < ONSET; i += 3) {
      logs.add(new LogLine(at(i), service, "INFO", "handled"));
    }
    for (String each : errors) {
      patterns.add(new LogPattern(service, each, 300, 300, true));
      for (int i = ONSET + 1; i < ONSET + 20; i++) {
        logs.add(new LogLine(at(i), service, "ERROR", each));
      }
    }
    List<TraceSpan> spans =
        List.of(
            new TraceSpan("t1", "a", "", "edge", "GET /", at(63), 900, true, ""),
            new TraceSpan("t1", "b", "a", service, "Handle", at(63), 880, true, errors.getFirst()),
            new TraceSpan("t0", "a", "", "edge", "GET /", at(20), 40, false, ""),
            new TraceSpan("t0", "b", "a", service, "Handle", at(20), 20, false, ""));
    Failure failure =
        new Failure(
            service, moving.getFirst().key().metric().name(), at(65), service + " is in trouble");
    return new Scene(failure, new Telemetry(series, changes(), logs), patterns, spans, commits);
  }

  private List<Change> changes() {
    return List.of(
        deploy(56, service, CULPRIT),
        deploy(58, service, "dec0001"),
        deploy(59, "ledger", "dec0002"),
        deploy(70, service, "dec0003"),
        new Change(at(57), Change.Kind.FLAG, service, "", "off->on", "", "", "new_look"));
  }

  private static Change deploy(int minute, String service, String commit) {
    return new Change(
        at(minute), Change.Kind.DEPLOY, service, "", "v" + minute, "", "", "", "", commit);
  }

  private List<Commit> commits(boolean withCulprit) {
    List<Commit> commits = new ArrayList<>();
    commits.add(
        new Commit(
            "dec0001aa",
            at(52),
            "tidy the handler",
            List.of("services/" + service + "/handler.go"),
            """
            @@ -10,4 +10,4 @@ func (h *Handler) Handle(w http.ResponseWriter, r *http.Request) {
            -	out, err := h.run(r.Context(), r)
            -	if err != nil { http.Error(w, err.Error(), 500); return }
            +	out, err := h.run(r.Context(), r)
            +	if err != nil {
            +		writeError(w, http.StatusInternalServerError, err)
            +		return
            +	}
            """));
    commits.add(
        new Commit(
            "dec0002aa",
            at(53),
            "longer chart cache",
            List.of("services/ledger/config.yaml"),
            "@@ -1 +1 @@\n-  chart_cache_ttl: 30s\n+  chart_cache_ttl: 90s\n"));
    commits.add(
        new Commit(
            "dec0003aa", at(68), "fix " + error, List.of(file), "@@ -1 +1 @@\n-a = 1\n+a = 2\n"));
    commits.add(new Commit("dec0004aa", at(40), error, List.of("docs/faq.md"), "+" + error + "\n"));
    commits.add(
        new Commit("dec0005aa", at(41), "more tests", List.of("pkg/x/x_test.go"), "+" + error));
    commits.add(
        new Commit(
            "dec0006aa",
            at(42),
            "bump",
            List.of("go.mod"),
            "-\tacme.io/log v1.2.3\n+\tacme.io/log v1.2.4\n"));
    commits.add(
        new Commit(
            "dec0007aa",
            at(43),
            "log more fields",
            List.of("services/" + service + "/log.go"),
            "-\tlog.Printf(\"in %d\", n)\n+\tlog.Printf(\"in %d %s\", n, kind)\n"));
    commits.add(
        new Commit("dec0008aa", at(44), "reword a comment", List.of(file), "-// old\n+// new\n"));
    for (int i = 0; i < 12; i++) {
      commits.add(
          new Commit(
              "feed00" + i + "aa",
              at(2 * i),
              "add helper " + i,
              List.of("pkg/h" + i + "/h.go"),
              ""));
    }
    // Last, so that no tie goes to it.
    if (withCulprit) {
      commits.add(new Commit(CULPRIT, at(50), "tidy up", List.of(file), diff));
    }
    return commits;
  }

  static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  private static Series course(
      String service, String measure, double before, double after, int late) {
    Random random = new Random(service.hashCode() + 31L * measure.hashCode());
    long[] times = new long[MINUTES];
    double[] values = new double[MINUTES];
    for (int i = 0; i < MINUTES; i++) {
      times[i] = at(i).toEpochMilli();
      values[i] = (i >= ONSET + late ? after : before) * (1 + 0.03 * random.nextGaussian());
    }
    return new Series(SeriesKey.of(new Metric(measure), service, ""), times, values);
  }
}
