package dev.aegis.app.serve;

import dev.aegis.app.live.MetricNames;
import dev.aegis.app.pull.PrometheusServer;
import dev.aegis.app.pull.PullException;
import dev.aegis.app.scrape.BoundedHttp;
import dev.aegis.app.scrape.Sample;
import dev.aegis.app.scrape.Scrape;
import dev.aegis.app.scrape.Scraper;
import dev.aegis.app.scrape.TextLimits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;

/** Asks a source once, as {@code serve} would, and tells whether that gives what is needed. */
final class AskedCheck {
  /** Targets that are named one by one. */
  private static final int SHOWN = 10;

  private static final String NAMES = "; see names in aegis.yaml";

  private final Source source;
  private final MetricNames names;
  private final Findings findings;

  AskedCheck(Source source, MetricNames names, Findings findings) {
    this.source = source;
    this.names = names;
    this.findings = findings;
  }

  void run() throws InterruptedException {
    if (!source.proof().authorization().isEmpty() && source.how().inClear()) {
      findings.note(line("its secret goes over the network in clear; use https"));
    }
    if (source.kind() == Kind.SCRAPE) {
      targets();
    } else {
      server();
    }
  }

  private String line(String words) {
    return "source   " + source.name() + ": " + words;
  }

  private void server() throws InterruptedException {
    try (PrometheusServer server = PulledServer.server(source)) {
      long series = server.count(names.all(), Instant.now());
      if (series == 0) {
        findings.off(line("answers, but has no series that Aegis asks for" + NAMES));
      } else {
        findings.well(line("answers; " + series + " series that are asked for"));
      }
    } catch (PullException e) {
      findings.off(line(String.valueOf(e.getMessage())));
    }
  }

  private void targets() throws InterruptedException {
    Predicate<String> matter = names.matter();
    Scrape scrape;
    try (BoundedHttp http = Scrapes.http(source)) {
      scrape =
          new Scraper(http, TextLimits.DEFAULTS, InstantSource.system())
              .scrape(source.how().targets());
    }
    long silent = 0;
    long used = 0;
    for (Scrape.Answer answer : scrape.answers()) {
      long some =
          answer.exposition().samples().stream()
              .map(Sample::series)
              .filter(series -> matter.test(series.name()))
              .count();
      used += some;
      if (some == 0 && ++silent <= SHOWN) {
        findings.off(line(answer.target().metrics() + " says nothing that Aegis asks for" + NAMES));
      }
    }
    scrape.failures().stream().limit(SHOWN).forEach(failed -> findings.off(line(failed.why())));
    if (!scrape.answers().isEmpty()) {
      findings.well(
          line(
              scrape.answers().size()
                  + " of "
                  + source.how().targets().size()
                  + " targets answer; "
                  + used
                  + " samples that are asked for"));
    }
  }
}
