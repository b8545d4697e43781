package dev.aegis.lab.service;

import static dev.aegis.lab.service.ServiceProcess.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against payments in processes of their own, which needs nothing but itself. */
class ServicePodTest {
  @TempDir Path folder;

  private static int status(CompletableFuture<HttpResponse<String>> answer) throws Exception {
    return answer.get(90, TimeUnit.SECONDS).statusCode();
  }

  @Test
  void countsWhatItWasSentAndLimitsWhatItWorksOn() throws Exception {
    try (ServiceProcess pod = ServiceProcess.start(folder, "payments", 2, 3)) {
      pod.effect("effect=delay by=400ms cv=0");
      int served = 0;
      int refused = 0;
      for (CompletableFuture<HttpResponse<String>> answer : pod.burst("/pay", 12)) {
        int status = status(answer);
        served += status == 200 ? 1 : 0;
        refused += status == 503 ? 1 : 0;
      }
      assertThat(served).isGreaterThanOrEqualTo(5);
      assertThat(refused).isPositive();
      assertThat(served + refused).isEqualTo(12);
      assertThat(pod.metric("http_server_requests_total", "status=\"200\"")).isEqualTo(served);
      assertThat(pod.metric("requests_refused_total")).isEqualTo(refused);
      assertThat(pod.metric("http_server_request_duration_seconds_count")).isEqualTo(12);
      assertThat(pod.metric("request_slots_busy_seconds_total")).isGreaterThan(served * 0.4);
      assertThat(pod.metric("http_server_requests_in_flight")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/nowhere||404",
        "GET|/pay?sku=%22%3Bdrop||400",
        "POST|/pay||405",
        "PUT|/control/effects|nonsense|400",
        "PUT|/control/effects|id=a started=1 effect=delay by=much|400",
        "PUT|/control/settings|flag coalesce perhaps|400",
        "PUT|/control/settings|config pool.size 0|400",
        "PUT|/control/settings|config log.level loud|400",
      })
  void answersNonsenseWithASentence(String method, String path, String body, int status)
      throws Exception {
    try (ServiceProcess pod = ServiceProcess.start(folder, "payments", 2, 3)) {
      HttpResponse<String> answer = pod.told(method, path, body == null ? "" : body);
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).contains("expected");
      assertThat(pod.get("/pay").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void drainsAndEndsWithItsInput() throws Exception {
    try (ServiceProcess pod = ServiceProcess.start(folder, "payments", 2, 3)) {
      assertThat(pod.get("/ready").statusCode()).isEqualTo(200);
      assertThat(pod.metric("service_ready")).isEqualTo(1);
      assertThat(pod.told("POST", "/control/drain", "").statusCode()).isEqualTo(200);
      assertThat(pod.get("/ready").statusCode()).isEqualTo(503);
      assertThat(pod.get("/metrics").body()).containsPattern("service_ready\\{[^}]*} 0\n");
      pod.process().getOutputStream().close();
      assertThat(pod.process().waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(pod.process().exitValue()).isZero();
    }
  }

  @Test
  void failsHangsAndComesBackAsItIsTold() throws Exception {
    try (ServiceProcess pod = ServiceProcess.start(folder, "payments", 2, 3)) {
      pod.effect("effect=errors status=500 version=v9");
      assertThat(pod.get("/pay").statusCode()).isEqualTo(200);
      pod.effect("effect=errors status=500 flag=gift_cards%3Don");
      assertThat(pod.get("/pay").statusCode()).isEqualTo(200);
      pod.told("PUT", "/control/settings", "flag gift_cards on\n");
      assertThat(pod.get("/pay").statusCode()).isEqualTo(500);
      pod.effect("effect=hang");
      CompletableFuture<HttpResponse<String>> hanging = pod.later("/pay");
      await("a request in flight", () -> pod.metric("http_server_requests_in_flight") == 1);
      assertThat(hanging).isNotDone();
      pod.told("PUT", "/control/effects", "");
      assertThat(status(hanging)).isEqualTo(504);
      assertThat(pod.get("/pay").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void deadlocksForGoodAndKeepsTheSlots() throws Exception {
    try (ServiceProcess pod = ServiceProcess.start(folder, "payments", 4, 0)) {
      pod.effect("effect=deadlock hold=300ms");
      List<CompletableFuture<HttpResponse<String>>> stuck = pod.burst("/pay", 4);
      await("nobody passes", () -> pod.metric("requests_refused_total") > 0 || refused(pod));
      pod.told("PUT", "/control/effects", "");
      assertThat(pod.get("/pay").statusCode()).isEqualTo(503);
      assertThat(stuck).allSatisfy(answer -> assertThat(answer).isNotDone());
      double before = pod.metric("request_slots_busy_seconds_total");
      await("busy time goes on", () -> pod.metric("request_slots_busy_seconds_total") > before + 1);
    }
  }

  private static boolean refused(ServiceProcess pod) throws Exception {
    return pod.metric("http_server_requests_in_flight") >= 4 && status(pod.later("/pay")) == 503;
  }

  @Test
  void leaksThreadsAndBurnsCpuAndHoldsOneLock() throws Exception {
    try (ServiceProcess pod = ServiceProcess.start(folder, "payments", 8, 50)) {
      double threads = pod.metric("jvm_threads");
      pod.effect("effect=thread_leak per_request=5 limit=20");
      for (int i = 0; i < 6; i++) {
        pod.get("/pay");
      }
      assertThat(pod.metric("jvm_threads")).isGreaterThanOrEqualTo(threads + 20);
      double cpu = pod.metric("process_cpu_seconds_total");
      pod.effect("effect=cpu_burn per_request=200ms");
      for (int i = 0; i < 6; i++) {
        pod.get("/pay");
      }
      await("CPU was used", () -> pod.metric("process_cpu_seconds_total") > cpu + 0.3);
      pod.effect("effect=hold_lock hold=100ms");
      long begun = System.nanoTime();
      for (CompletableFuture<HttpResponse<String>> answer : pod.burst("/pay", 8)) {
        assertThat(status(answer)).isEqualTo(200);
      }
      assertThat(System.nanoTime() - begun).isGreaterThan(800_000_000L);
    }
  }

  @Test
  void runsOutOfMemoryByALeak() throws Exception {
    try (ServiceProcess pod = ServiceProcess.start(folder, "payments", 4, 50)) {
      pod.effect("effect=heap_leak per_request=2MB garbage=200KB");
      double[] live = {0};
      await(
          "the process ends",
          () -> {
            try {
              pod.get("/pay");
              live[0] = Math.max(live[0], pod.metric("jvm_heap_after_gc_bytes"));
              return false;
            } catch (java.util.concurrent.ExecutionException e) {
              return pod.process().waitFor(90, TimeUnit.SECONDS);
            }
          });
      assertThat(pod.process().exitValue()).isEqualTo(3);
      assertThat(live[0]).isGreaterThan(20e6);
    }
  }

  @Test
  void holdsBallastWhileTheEffectLasts() throws Exception {
    try (ServiceProcess pod = ServiceProcess.start(folder, "payments", 4, 50)) {
      pod.effect("effect=heap_ballast size=38MB garbage=2MB");
      await(
          "a large live set after collections",
          () -> {
            pod.get("/pay");
            return pod.metric("jvm_heap_after_gc_bytes") > 30e6;
          });
      assertThat(pod.metric("jvm_gc_seconds_total")).isPositive();
    }
  }

  @Test
  void endsByAPoisonedRequest() throws Exception {
    try (ServiceProcess pod = ServiceProcess.start(folder, "payments", 4, 50)) {
      pod.effect("effect=crash");
      pod.later("/pay").handle((answer, failure) -> failure).get(90, TimeUnit.SECONDS);
      assertThat(pod.process().waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(pod.process().exitValue()).isEqualTo(70);
      assertThat(Files.readString(pod.log())).contains("\"level\":\"ERROR\"");
    }
  }

  @Test
  void cannotWriteWhatTheQuotaHasNoRoomFor() throws Exception {
    try (ServiceProcess pod = ServiceProcess.start(folder, "payments", 4, 50)) {
      pod.told("PUT", "/control/settings", "config log.level debug\n");
      String started =
          "id=q started=" + System.currentTimeMillis() + " effect=disk_quota limit=8KB";
      String flood = "id=f started=1 effect=log_flood lines=20 size=400B";
      pod.told("PUT", "/control/effects", started + "\n" + flood);
      await(
          "failed writes",
          () -> {
            pod.get("/pay");
            return pod.metric("log_writes_failed_total") > 3;
          });
      // What was written before the process saw its quota goes with the first rotation.
      await(
          "a rotation",
          () -> {
            pod.get("/pay");
            return Files.size(pod.log()) <= 8 * 1024;
          });
      double failed = pod.metric("log_writes_failed_total");
      await(
          "more failed writes",
          () -> {
            pod.get("/pay");
            assertThat(Files.size(pod.log())).isLessThanOrEqualTo(8 * 1024);
            return pod.metric("log_writes_failed_total") > failed + 3;
          });
    }
  }
}
