package dev.aegis.lab.service;

import static dev.aegis.lab.service.ServiceProcess.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real database, and inventory and checkout in processes of their own. */
class InventoryTest {
  private static EmbeddedPostgres database;

  @TempDir Path folder;

  @BeforeAll
  static void startDatabase() throws Exception {
    database = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  }

  @AfterAll
  static void endDatabase() throws Exception {
    database.close();
  }

  private ServiceProcess inventory(int slots) throws Exception {
    String url = database.getJdbcUrl("postgres", "postgres");
    return ServiceProcess.start(folder, "inventory", slots, 50, "--database", url);
  }

  private static double number(String sql) throws Exception {
    try (Connection connection = database.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getDouble(1);
    }
  }

  private static void allServed(ServiceProcess pod, int count, String path) throws Exception {
    for (CompletableFuture<HttpResponse<String>> answer : pod.burst(path, count)) {
      HttpResponse<String> got = answer.get(90, TimeUnit.SECONDS);
      assertThat(got.statusCode()).as(got.body()).isEqualTo(200);
    }
  }

  @Test
  void takesExactlyWhatIsReservedAloneOrJoined() throws Exception {
    try (ServiceProcess pod = inventory(20)) {
      String stock = "select quantity from stock where sku = 'SKU-00007'";
      double before = number(stock);
      allServed(pod, 25, "/reserve?sku=SKU-00007");
      assertThat(before - number(stock)).isEqualTo(25);
      pod.told("PUT", "/control/settings", "flag coalesce on\n");
      pod.effect("effect=hot_key key=SKU-00007 hold=50ms");
      allServed(pod, 25, "/reserve");
      assertThat(before - number(stock)).isEqualTo(50);
      pod.told("PUT", "/control/effects", "");
      for (CompletableFuture<HttpResponse<String>> answer :
          pod.burst("/reserve?sku=SKU-99999", 8)) {
        assertThat(answer.get(90, TimeUnit.SECONDS).statusCode()).isEqualTo(404);
      }
    }
  }

  @Test
  void losesItsConnectionsForGoodByALeak() throws Exception {
    try (ServiceProcess pod = inventory(20)) {
      pod.effect("effect=connection_leak");
      await(
          "a pool without a free connection",
          () -> {
            pod.get("/reserve");
            return pod.metric("pool_connections_in_use") >= 10;
          });
      pod.told("PUT", "/control/effects", "");
      await("nobody gets one", () -> pod.get("/reserve").statusCode() == 500);
      assertThat(pod.metric("pool_connections_limit")).isEqualTo(10);
      pod.told("PUT", "/control/settings", "config pool.size 12\n");
      await("a larger pool helps", () -> pod.get("/reserve").statusCode() == 200);
    }
  }

  @Test
  void holdsThePoolWhileTheEffectLasts() throws Exception {
    try (ServiceProcess pod = inventory(20)) {
      pod.effect("effect=hold_pool connections=9");
      await("held connections", () -> pod.metric("pool_connections_in_use") >= 9);
      pod.told("PUT", "/control/effects", "");
      await("given back", () -> pod.metric("pool_connections_in_use") == 0);
    }
  }

  @Test
  void queuesBehindOneRowAndAsksFarTooOften() throws Exception {
    try (ServiceProcess pod = inventory(20)) {
      pod.effect("effect=hold_lock hold=50ms");
      double booked = number("select total from ledger");
      long begun = System.nanoTime();
      allServed(pod, 10, "/reserve");
      assertThat(System.nanoTime() - begun).isGreaterThan(500_000_000L);
      assertThat(number("select total from ledger") - booked).isEqualTo(10);
      String scans =
          "select pg_stat_get_numscans(indexrelid) from pg_stat_user_indexes"
              + " where indexrelname = 'stock_pkey'";
      double before = number(scans);
      pod.effect("effect=extra_calls count=200");
      allServed(pod, 5, "/reserve");
      await("a thousand more look-ups", () -> number(scans) - before >= 1_000);
    }
  }

  @Test
  void computesAgainWhatTheCacheHasLost() throws Exception {
    try (ServiceProcess pod = inventory(20)) {
      String scans = "select seq_scan from pg_stat_user_tables where relname = 'sale'";
      double before = number(scans);
      pod.effect("effect=cache_flush repeat_every=500ms");
      await(
          "the sales are read again",
          () -> {
            pod.get("/reserve");
            return number(scans) >= before + 3;
          });
    }
  }

  @Test
  void sellsThroughBothDependenciesAndReportsTheirTimeOuts() throws Exception {
    try (ServiceProcess inventory = inventory(20);
        ServiceProcess payments = ServiceProcess.start(folder, "payments", 20, 50);
        ServiceProcess checkout = ServiceProcess.start(folder, "checkout-api", 5, 50)) {
      assertThat(checkout.get("/checkout").statusCode()).isEqualTo(502);
      checkout.told(
          "PUT",
          "/control/upstreams",
          "payments " + payments.url() + "\ninventory " + inventory.url() + "\n");
      await("warm", () -> checkout.get("/checkout").statusCode() == 200);
      double before = checkout.metric("http_client_request_duration_seconds_count");
      allServed(checkout, 20, "/checkout");
      assertThat(checkout.metric("http_client_request_duration_seconds_count") - before)
          .isGreaterThanOrEqualTo(40);
      assertThat(Files.readString(checkout.log())).contains("\"message\":\"sold SKU-");
      String timeouts = "dependency=\"payments\",status=\"timeout\"";
      double late = checkout.metric("http_client_request_duration_seconds_count", timeouts);
      payments.effect("effect=hang");
      checkout.told(
          "PUT",
          "/control/settings",
          """
          config payments.timeout 100ms
          config payments.retries 2
          """);
      assertThat(checkout.get("/checkout").statusCode()).isEqualTo(504);
      assertThat(checkout.metric("http_client_request_duration_seconds_count", timeouts) - late)
          .isEqualTo(3);
      assertThat(payments.metric("http_server_requests_in_flight")).isGreaterThanOrEqualTo(3);
    }
  }
}
