package dev.aegis.app.serve;

import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What a server listens on. */
final class Connectors {
  /** The name of the one that others than this machine reach. */
  static final String OUTSIDE = "outside";

  /** Connections from outside; more wait to be accepted. */
  static final int MOST_OUTSIDE = 1_024;

  private static final int HEADER_BYTES = 16 << 10;
  private static final long IDLE_MILLIS = 60_000;

  private Connectors() {}

  /** For this machine alone, in clear. */
  static ServerConnector local(Server server, int port) {
    HttpConfiguration http = http();
    ServerConnector connector =
        new ServerConnector(
            server, 1, 1, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  /**
   * For others: encrypted, or for proxies that are.
   *
   * @param notices takes a sentence when another certificate is shown
   */
  static ServerConnector outside(Server server, Listen listen, Consumer<String> notices) {
    HttpConfiguration http = http();
    Optional<PemCertificate> tls = listen.tls();
    ServerConnector connector =
        tls.isPresent()
            ? encrypted(server, tls.get(), http, notices)
            : new ServerConnector(
                server,
                1,
                1,
                new HttpConnectionFactory(http),
                new HTTP2CServerConnectionFactory(http));
    connector.setName(OUTSIDE);
    connector.setHost(listen.address().getHostAddress());
    connector.setPort(listen.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.addBean(new NetworkConnectionLimit(MOST_OUTSIDE, connector));
    return connector;
  }

  /** The host is looked at by {@link Callers}, and so not by its certificate. */
  private static ServerConnector encrypted(
      Server server, PemCertificate certificate, HttpConfiguration http, Consumer<String> notices) {
    SecureRequestCustomizer secure = new SecureRequestCustomizer();
    secure.setSniHostCheck(false);
    http.addCustomizer(secure);
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(certificate.store());
    tls.setKeyStorePassword(PemCertificate.PASSWORD);
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    ServerConnector connector =
        new ServerConnector(
            server,
            1,
            1,
            new SslConnectionFactory(tls, "http/1.1"),
            new HttpConnectionFactory(http));
    connector.addBean(new Renewal(tls, certificate, connector.getScheduler(), notices));
    return connector;
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    return http;
  }
}
