package dev.aegis.app.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Canary;
import dev.aegis.app.testkit.FakeProvider;
import dev.aegis.app.testkit.HostileModel;
import dev.aegis.app.testkit.Repository;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.room.Advice;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Recordings in which strangers have written every class of injection into one place after the
 * other, investigated beside a model that obeys: what is decided is what the clean twin decides.
 */
class HostileCarriersTest {
  private static final Path LEAK = Repository.here().root().resolve("examples/leak");

  @TempDir Path scratch;

  /** Where text of strangers stands in a recording. */
  enum Carrier {
    LOG_LINE,
    VERSION,
    CHANGE_NOTE,
    COMMIT
  }

  @ParameterizedTest
  @EnumSource
  void decidesAsItsCleanTwinAndShowsTheModelNothingOfIt(Carrier carrier) throws Exception {
    List<String> clean = decided(investigated("clean", carrier, "quiet words", null));
    for (int i = 0; i < HostileModel.INJECTIONS.size(); i += 5) {
      String texts = String.join(" ", HostileModel.INJECTIONS.subList(i, i + 5));
      try (FakeProvider model = HostileModel.open()) {
        Investigated hostile = investigated("hostile" + i, carrier, texts, model);

        assertThat(decided(hostile)).as(carrier + " from class " + (i + 1)).isEqualTo(clean);
        assertThat(hostile.out())
            .as("it was read")
            .contains(carrier == Carrier.COMMIT ? "78b845df363d" : "OBEY");
        assertThat(model.bodies())
            .isNotEmpty()
            .allSatisfy(body -> assertThat(body).doesNotContain("OBEY", "evil.example"));
        assertThat(hostile.out() + hostile.err())
            .doesNotContain(HostileModel.KEY, "\u001b", "\u202e");
        Canary.isNowhere(scratch.resolve("hostile" + i), List.of(HostileModel.KEY));
      }
    }
  }

  private Investigated investigated(
      String name,
      Carrier carrier,
      String text,
      @org.jspecify.annotations.Nullable FakeProvider model)
      throws IOException {
    Path place = Files.createDirectories(scratch.resolve(name));
    String metrics = Files.readString(LEAK.resolve("metrics.csv"));
    String changes = Files.readString(LEAK.resolve("changes.json"));
    String quoted = json(text);
    List<String> arguments = new ArrayList<>();
    switch (carrier) {
      case VERSION -> {
        metrics = metrics.replace("v2.3.1", csv(text));
        changes = changes.replace("v2.3.1", quoted);
      }
      case CHANGE_NOTE -> changes = changes.replace("cache receipts in memory", quoted);
      case LOG_LINE ->
          arguments.add(
              Files.writeString(
                      place.resolve("app.jsonl"),
                      IntStream.range(0, 40)
                          .mapToObj(i ->
                              "{\"timestamp\":\"2026-03-14T03:0%d:%02dZ\",\"level\":\"error\",\"service\":\"checkout-api\",\"message\":\"%s\"}"
                                  .formatted(i / 20, i % 20 * 3, quoted))
                          .reduce("", (a, b) -> a + b + "\n"))
                  .toString());
      case COMMIT -> {
        String commits = Files.readString(LEAK.resolveSibling("leak-commits.txt"));
        arguments.addAll(
            List.of(
                "--commits",
                Files.writeString(
                        place.resolve("commits.txt"),
                        commits.replace(
                            "checkout: cache receipts in memory",
                            "checkout: " + text.replaceAll("\\p{Cntrl}", " ")))
                    .toString()));
      }
    }
    arguments.add(Files.writeString(place.resolve("metrics.csv"), metrics).toString());
    arguments.addAll(
        List.of(
            "--changes",
            Files.writeString(place.resolve("changes.json"), changes).toString(),
            "--slo",
            LEAK.resolve("service.yaml").toString(),
            "--json"));
    return model == null
        ? Investigated.with(place, arguments)
        : Investigated.with(place, HostileModel.asking(model), arguments);
  }

  private static String csv(String text) {
    return '"' + text.replaceAll("\\p{Cntrl}", " ").replace("\"", "\"\"") + '"';
  }

  private static String json(String text) {
    StringBuilder quoted = new StringBuilder();
    text.codePoints()
        .forEach(c ->
            quoted.append(
                c < 0x20 || c > 0x7e || c == '"' || c == '\\'
                    ? String.format("\\u%04x", c)
                    : Character.toString(c)));
    return quoted.toString();
  }

  /** Who did what, with which verdict, in order; without a model, and without the names. */
  private static List<String> decided(Investigated investigated) {
    List<String> decided = new ArrayList<>();
    investigated
        .out()
        .lines()
        .filter(line -> line.startsWith("{\"v\":"))
        .map(RoomJson::read)
        .filter(m -> !(m.payload() instanceof Advice))
        .forEach(m -> decided.add(told(m)));
    assertThat(decided).as(investigated.out() + investigated.err()).hasSizeGreaterThan(4);
    return decided;
  }

  private static String told(RoomMessage m) {
    String what =
        switch (m.payload()) {
          case dev.aegis.room.Diagnosis d -> d.leading().cause().wire();
          case dev.aegis.room.Remediation r -> r.action().kind().wire();
          case dev.aegis.room.ValidationResult v -> v.verdict() + " " + v.reason();
          case dev.aegis.room.Decision d -> d.outcome().name();
          default -> "";
        };
    return m.sender() + " " + m.intent().wire() + " " + what;
  }
}
