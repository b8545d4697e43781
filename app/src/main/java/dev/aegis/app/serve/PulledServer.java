package dev.aegis.app.serve;

import dev.aegis.app.pull.PrometheusServer;
import dev.aegis.app.scrape.FetchException.Reason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** A server that is asked, and up to when it was. Used by one thread after the other. */
final class PulledServer implements AutoCloseable {
  private final Source source;
  private final PrometheusServer server;
  private Instant upTo;
  private final Set<Reason> failures = EnumSet.noneOf(Reason.class);

  /**
   * @param upTo what was measured before is not asked for
   */
  PulledServer(Source source, Instant upTo) {
    this.source = source;
    this.server = server(source);
    this.upTo = upTo;
  }

  /** What it takes to ask a source that is a server. */
  static PrometheusServer server(Source source) {
    Asked how = source.how();
    return new PrometheusServer(
        how.url(),
        source.proof().authorization(),
        how.match(),
        how.timeout(),
        how.trusted(),
        how.linkLocal());
  }

  String name() {
    return source.name();
  }

  /** A counter of its own. */
  String counter(String name) {
    return name + "{source=\"" + source.label() + "\"}";
  }

  PrometheusServer server() {
    return server;
  }

  /** What was measured up to then is known. */
  Instant upTo() {
    return upTo;
  }

  void upTo(Instant known) {
    upTo = known;
  }

  /** It answered as it should; whether it had failed before. */
  boolean answered() {
    boolean failed = !failures.isEmpty();
    failures.clear();
    return failed;
  }

  /** It failed; whether it has not for this reason since it last answered. */
  boolean failed(Reason why) {
    return failures.add(why);
  }

  @Override
  public void close() {
    server.close();
  }
}
