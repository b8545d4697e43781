package dev.aegis.app.serve;

import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
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

  /** Requests of a connection of HTTP/2 side by side; RFC 9113 asks for no fewer. */
  static final int MOST_STREAMS = 100;

  /**
   * Frames a second that only cost, such as resets and pings; whoever sends more is cut off (<a
   * href="https://www.cve.org/CVERecord?id=CVE-2023-44487">CVE-2023-44487</a>).
   */
  static final int MOST_COSTLY_FRAMES = 128;

  /** What of bodies is kept of a connection, and of a request, before somebody reads it. */
  private static final int CONNECTION_WINDOW_BYTES = 256 << 10;

  private static final int STREAM_WINDOW_BYTES = 128 << 10;

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
    tls.setCipherComparator(HTTP2Cipher.COMPARATOR);
    ALPNServerConnectionFactory negotiated = new ALPNServerConnectionFactory();
    negotiated.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
    ServerConnector connector =
        new ServerConnector(
            server,
            1,
            1,
            new SslConnectionFactory(tls, negotiated.getProtocol()),
            negotiated,
            bounded(new HTTP2ServerConnectionFactory(http)),
            new HttpConnectionFactory(http));
    connector.addBean(new Renewal(tls, certificate, connector.getScheduler(), notices));
    return connector;
  }

  /** Sockets are not offered over HTTP/2; whoever opens one connects by HTTP/1.1. */
  private static HTTP2ServerConnectionFactory bounded(HTTP2ServerConnectionFactory http2) {
    http2.setMaxConcurrentStreams(MOST_STREAMS);
    http2.setRateControlFactory(new WindowRateControl.Factory(MOST_COSTLY_FRAMES));
    http2.setInitialSessionRecvWindow(CONNECTION_WINDOW_BYTES);
    http2.setInitialStreamRecvWindow(STREAM_WINDOW_BYTES);
    http2.setConnectProtocolEnabled(false);
    return http2;
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    return http;
  }
}
