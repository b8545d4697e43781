package dev.aegis.app.score.nezha;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two made-up systems in the layout of the data: one with metrics of pods and pairs, in which the
 * way to {@code pay} becomes slow, and one with traces and logs, in which {@code ts-b-service} ends
 * early.
 */
class NezhaTest {
  private static final LocalDateTime ONSET = LocalDateTime.of(2026, 3, 1, 12, 0, 20);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final String POD = "-5f6585d649-fnmft";

  @TempDir Path user;
  private Path data;
  private Path pairs;
  private Path traced;

  @BeforeEach
  void layOut() throws IOException {
    data = user.resolve("nezha");
    pairs = data.resolve("OB/2026-03-01");
    traced = data.resolve("TT/2026-03-01");
    for (String each : List.of("metric", "trace", "log", "normal")) {
      Files.createDirectories(traced.resolve(each));
    }
    Files.createDirectories(pairs.resolve("metric"));
    for (String service : List.of("web", "search", "pay")) {
      pod(pairs, service, "search".equals(service) ? 30 : 5);
    }
    Files.writeString(
        pairs.resolve("metric/front_service.csv"),
        rows(
            "Time,TimeStamp,ServiceName,SuccessRate(%),LatencyP50(s)",
            late -> "Frontend,100," + (late ? 0.55 : 0.05)));
    Files.writeString(
        pairs.resolve("metric/source_50.csv"),
        rows("time,timestamp,web_search,web_pay", late -> "0.01," + (late ? 0.5 : 0.01)));
    Files.writeString(
        pairs.resolve("metric/destination_50.csv"),
        rows("time,timestamp,web_search,web_pay", late -> "0.009,0.009"));
    faults(pairs, "pay" + POD, "network_delay");

    for (String service : List.of("ts-a-service", "ts-b-service")) {
      pod(traced, service, 5);
    }
    traces("normal/11_30", ONSET.minusMinutes(30), false);
    traces("12_01", ONSET.plusSeconds(5), true);
    traces("12_02", ONSET.plusSeconds(65), true);
    faults(traced, "ts-b-service" + POD, "exception");
  }

  @Test
  void ranksBothSystemsByWhatEachRecords() throws IOException {
    Path answers = user.resolve("answers.jsonl");
    Ran ran = score("--answers-out", answers.toString(), "--files");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.lines().getFirst()).startsWith("nezha: 2 cases ranked, ");
    assertThat(ran.lines()).allMatch(line -> line.length() <= 80);
    List<String> lines = Files.readAllLines(answers);
    assertThat(lines.getFirst())
        .startsWith("{\"case\":\"2026-03-01/120020\",\"ranking\":[\"pay\",");
    assertThat(lines.get(1))
        .startsWith("{\"case\":\"2026-03-01/120020\",\"ranking\":[\"ts-b-service\",");
    assertThat(score("--json").out())
        .startsWith("{\"benchmark\":\"nezha\",\"n\":2,\"ac1\":1.0,\"ac3\":1.0,\"obN\":1,");
  }

  @Test
  void takesTheOnsetAloneFromTheListOfFaults() throws IOException {
    Path with = user.resolve("with.jsonl");
    Path without = user.resolve("without.jsonl");
    score("--answers-out", with.toString());
    for (Path day : List.of(pairs, traced)) {
      Files.writeString(
          day.resolve("faults.json"), "[{\"inject_time\": \"" + TIME.format(ONSET) + "\"}]");
    }
    Ran ran = score("--answers-out", without.toString());
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("There is no label, so there is no score");
    assertThat(without).hasSameTextualContentAs(with);
  }

  @Test
  void findsCasesInTheMinutesOfTracesWhereThereIsNoList() throws IOException {
    Files.delete(pairs.resolve("faults.json"));
    Files.delete(traced.resolve("faults.json"));
    Path answers = user.resolve("answers.jsonl");
    assertThat(score("--answers-out", answers.toString()).code()).isZero();
    assertThat(Files.readAllLines(answers))
        .singleElement()
        .asString()
        .startsWith("{\"case\":\"2026-03-01/120115\"");
  }

  @Test
  void readsNothingOfWhatComesThreeMinutesAfterTheOnset() throws IOException {
    Path before = user.resolve("before.jsonl");
    Path after = user.resolve("after.jsonl");
    score("--answers-out", before.toString());
    for (String service : List.of("web", "search", "pay")) {
      Path path = pairs.resolve("metric/" + service + POD + "_metric.csv");
      String later = TIME.format(ONSET.plusSeconds(185)) + " +0000 UTC,0," + service + POD;
      Files.writeString(path, Files.readString(path) + later + ",1,99,9000,5\n");
    }
    score("--answers-out", after.toString());
    assertThat(after).hasSameTextualContentAs(before);
  }

  @Test
  void knowsAServiceByItsPod() {
    assertThat(Pods.service("ts-basic-service-5dc8d4f9fd-46997")).isEqualTo("ts-basic-service");
    assertThat(Pods.service("cartservice-579f59597d-wc2lz")).isEqualTo("cartservice");
    assertThat(Pods.service("front-end")).isEqualTo("front-end");
  }

  @Test
  void takesTheSameLineForTheSameWhateverItIsAbout() {
    LogLines.Line one =
        LogLines.line(0, "{\"log\":\"16:57:13.950 INFO  t.s.Trips#532 TraceID: 44a6 [id: 17]\"}");
    LogLines.Line other =
        LogLines.line(9, "{\"log\":\"17:00:01.001 INFO  t.s.Trips#532 TraceID: 99f0 [id: 4]\"}");
    assertThat(one.shape()).isEqualTo("INFO t.s.Trips#532").isEqualTo(other.shape());
    assertThat(one.trouble()).isFalse();
    assertThat(LogLines.line(0, "ERROR a.B#1 no").trouble()).isTrue();
    assertThat(LogLines.line(0, "took 12 ms").shape())
        .isEqualTo(LogLines.line(0, "took 345 ms").shape());
  }

  @Test
  void saysWhatIsMissingOrWrong() throws IOException {
    Ran none = Ran.aegis(user, "score", "nezha", "--data", user.resolve("empty").toString());
    assertThat(none.code()).isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(none.err()).contains("expected the folders SYSTEM/DAY/metric");
    Files.writeString(traced.resolve("trace/12_01_trace.csv"), "a,b\n");
    assertThat(score().err()).contains("12_01_trace.csv, line 1: expected the header TraceID,");
    Files.writeString(pairs.resolve("faults.json"), "[{\"inject_time\": \"noon\"}]");
    assertThat(score().err()).contains("expected a time such as 2022-08-23 12:01:25");
  }

  @RepeatedTest(60)
  void namesTheFileThatCannotBeRead(RepetitionInfo repetition) throws IOException {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    Path broken =
        List.of(
                traced.resolve("trace/12_01_trace.csv"),
                traced.resolve("log/12_01_log.csv"),
                traced.resolve("faults.json"),
                pairs.resolve("metric/source_50.csv"),
                pairs.resolve("metric/pay" + POD + "_metric.csv"))
            .get(random.nextInt(5));
    StringBuilder text = new StringBuilder(Files.readString(broken));
    for (int i = 0; i < 3; i++) {
      text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(1, 0x250));
    }
    Files.writeString(broken, text);

    Ran ran = score();

    assertThat(ran.code()).as("seed %d: %s", seed, ran.err()).isIn(0, ExitCode.BAD_INPUT.code());
    if (ran.code() != 0) {
      assertThat(ran.err().lines()).as("seed %d", seed).hasSize(1);
    }
  }

  private Ran score(String... options) {
    return Ran.score(user, "nezha", data, options);
  }

  private static void faults(Path day, String pod, String type) throws IOException {
    Files.writeString(
        day.resolve("faults.json"),
        "[{\"inject_time\": \""
            + TIME.format(ONSET)
            + "\", \"inject_pod\": \""
            + pod
            + "\", \"inject_type\": \""
            + type
            + "\"}]");
  }

  private interface Row {
    String at(boolean late);
  }

  /** A row a minute from ten minutes before the onset to three after it. */
  private static String rows(String header, Row row) {
    StringBuilder text = new StringBuilder(header).append('\n');
    for (int minute = -10; minute < 3; minute++) {
      text.append(TIME.format(ONSET.plusSeconds(60L * minute + 55)))
          .append(".1 +0000 UTC m=+0.1,0,")
          .append(row.at(minute >= 0))
          .append('\n');
    }
    return text.toString();
  }

  private static void pod(Path day, String service, double cpu) throws IOException {
    Files.writeString(
        day.resolve("metric/" + service + POD + "_metric.csv"),
        rows(
            "Time,TimeStamp,PodName,CpuUsage(m),CpuUsageRate(%),MemoryUsage(Mi),PodWorkload(Ops)",
            late -> service + POD + ",1," + cpu + ",100,5"));
  }

  /** Forty requests of a to b; once broken, b begins and says no more. */
  private void traces(String name, LocalDateTime from, boolean broken) throws IOException {
    StringBuilder spans =
        new StringBuilder(
            "TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,"
                + "Duration\n");
    StringBuilder logs =
        new StringBuilder("Timestamp,TimeUnixNano,Node,PodName,Container,TraceID,SpanID,Log\n");
    for (int i = 0; i < 40; i++) {
      String trace = name.replace('/', '_') + i;
      long at = from.toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L + i * 1_000_000_000L;
      span(spans, trace, "1", "root", "ts-a-service", at, 30_000);
      span(spans, trace, "2", "1", "ts-a-service", at + 1_000_000, 20_000);
      span(spans, trace, "3", "2", "ts-b-service", at + 2_000_000, 15_000);
      log(logs, trace, "1", "ts-a-service", at, "INFO  a.A#1");
      log(logs, trace, "3", "ts-b-service", at + 3_000_000, "INFO  b.B#1");
      if (!broken) {
        log(logs, trace, "3", "ts-b-service", at + 4_000_000, "INFO  b.B#2");
        log(logs, trace, "1", "ts-a-service", at + 9_000_000, "INFO  a.A#2");
      }
    }
    String folder = name.contains("/") ? "" : "trace/";
    Files.writeString(traced.resolve(folder + name + "_trace.csv"), spans);
    Files.writeString(traced.resolve((name.contains("/") ? "" : "log/") + name + "_log.csv"), logs);
  }

  private static void span(
      StringBuilder to,
      String trace,
      String id,
      String parent,
      String service,
      long at,
      long micros) {
    to.append(trace + "," + id + "," + parent + "," + service + POD + ",/do," + at + ",")
        .append(at + micros * 1000)
        .append("," + micros + "\n");
  }

  private static void log(
      StringBuilder to, String trace, String span, String service, long at, String line) {
    to.append("t," + at + ",node," + service + POD + ",server," + trace + "," + span)
        .append(",\"{\"\"log\"\":\"\"12:00:00.000 " + line + " TraceID: x\"\"}\"\n");
  }
}
