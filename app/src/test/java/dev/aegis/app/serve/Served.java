package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.bandbus.BandSettings;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Advisers;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.terminal.Glyphs;
import dev.aegis.app.terminal.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A running {@code serve} in this process, and what it printed. */
final class Served implements AutoCloseable {
  static final String CHECKOUT =
      """
      slo: {latency_p99: 1000ms, errors: 1%}
      service: {name: checkout-api, region: us-east-1}
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final HttpClient client = HttpClient.newHttpClient();
  final OnDuty onDuty;

  private Served(
      Path home,
      ServeConfig config,
      InstantSource clock,
      Optional<BandSettings> elsewhere,
      Advisers advisers) {
    PrintStream print = new PrintStream(out, true, UTF_8);
    Streams streams =
        new Streams(
            print,
            print,
            new PrintStream(err, true, UTF_8),
            new ByteArrayInputStream(new byte[0]),
            false,
            Style.PLAIN,
            Style.PLAIN,
            Glyphs.UNICODE,
            80);
    onDuty =
        OnDuty.start(
            config, 0, new StateDirectory(home, home), clock, streams, elsewhere, advisers);
  }

  /** With the checkout service, and whatever else the file says. */
  static Served start(Path home, String yaml) throws IOException {
    return start(home, yaml, InstantSource.system());
  }

  static Served start(Path home, String yaml, InstantSource clock) throws IOException {
    return new Served(home, config(home, yaml), clock, Optional.empty(), Advisers.NONE);
  }

  /** One beside whose agents somebody is asked. */
  static Served advised(Path home, String yaml, Advisers advisers) throws IOException {
    return new Served(home, config(home, yaml), InstantSource.system(), Optional.empty(), advisers);
  }

  /** One whose rooms are carried to Band. */
  static Served carrying(Path home, String yaml, BandSettings elsewhere) throws IOException {
    return new Served(
        home, config(home, yaml), InstantSource.system(), Optional.of(elsewhere), Advisers.NONE);
  }

  static ServeConfig config(Path home, String yaml) throws IOException {
    Files.writeString(home.resolve("checkout.yaml"), CHECKOUT);
    return ServeConfig.read(Files.writeString(home.resolve("aegis.yaml"), yaml));
  }

  URI at(String path) {
    return onDuty.address().resolve(path);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(at(path)).GET());
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  /** The value of one line of its own metrics; NaN where it is not there. */
  double metric(String name) throws IOException, InterruptedException {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** The same where nothing is thrown; NaN where it cannot be asked. */
  double read(String name) {
    try {
      return metric(name);
    } catch (IOException e) {
      return Double.NaN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Double.NaN;
    }
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }

  /** Looks after each round of the thread on call; gives up after ninety. */
  boolean eventually(BooleanSupplier done) throws InterruptedException {
    for (int round = 0; round < 90; round++) {
      if (done.getAsBoolean()) {
        return true;
      }
      onDuty.awaitRound();
    }
    return done.getAsBoolean();
  }

  @Override
  public void close() {
    client.close();
    onDuty.close();
  }
}
