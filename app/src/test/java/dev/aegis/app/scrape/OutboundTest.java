package dev.aegis.app.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundTest {
  /** Whatever way the address at which clouds tell credentials is written. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://169.254.1.1:9100/metrics",
        "http://2852039166/latest",
        "http://[fe80::1]:9100/metrics",
        "http://[::ffff:169.254.169.254]/latest",
        "http://[fd00:ec2::254]/latest",
        "http://100.100.100.200/latest",
        "http://168.63.129.16/machine",
        "http://0.0.0.0:9090/",
        "http://[::]:9090/",
        "http://224.0.0.1/"
      })
  void isNotAskedWhereCredentialsAreTold(String address) {
    try (BoundedHttp http = new BoundedHttp(Duration.ofSeconds(2), "", null)) {
      assertThatThrownBy(() -> http.fetch(URI.create(address), "text/plain", 1_000))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining("link_local: true")
          .satisfies(e ->
              assertThat(((FetchException) e).reason())
                  .isEqualTo(FetchException.Reason.LINK_LOCAL));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9090",
        "http://[::1]:1",
        "http://10.0.0.7:8080",
        "http://8.8.8.8"
      })
  void whatOwnersRunIsAsked(String address) {
    assertThat(Outbound.whyNot(URI.create(address))).isEmpty();
  }

  @Test
  void whatHasNoHostIsNotAsked() {
    assertThat(Outbound.whyNot(URI.create("http://169.254.43518/latest")).orElse(""))
        .contains("expected an address with a host");
  }

  @Test
  void whatIsRefusedIsAskedWhereTheOwnersSaySo() throws Exception {
    com.sun.net.httpserver.HttpServer server =
        com.sun.net.httpserver.HttpServer.create(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "ok".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    URI any = URI.create("http://0.0.0.0:" + server.getAddress().getPort() + "/");
    try (BoundedHttp closed = new BoundedHttp(Duration.ofSeconds(5), "", null);
        BoundedHttp open = new BoundedHttp(Duration.ofSeconds(5), "", null, true)) {
      assertThatThrownBy(() -> closed.fetch(any, "text/plain", 10))
          .isInstanceOf(FetchException.class);
      assertThat(open.fetch(any, "text/plain", 10).body()).hasSize(2);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aRedirectionThereIsNotFollowed() throws Exception {
    com.sun.net.httpserver.HttpServer server =
        com.sun.net.httpserver.HttpServer.create(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "http://169.254.169.254/latest");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
    URI there = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    try (BoundedHttp http = new BoundedHttp(Duration.ofSeconds(5), "", null)) {
      assertThatThrownBy(() -> http.fetch(there, "text/plain", 10))
          .hasMessageContaining("found 302");
    } finally {
      server.stop(0);
    }
  }
}
