package dev.aegis.app.serve;

import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.ServeRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.Declared;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.scrape.ExpositionException;
import dev.aegis.app.scrape.FetchException;
import dev.aegis.app.scrape.LoopbackHttp;
import dev.aegis.app.scrape.PrometheusText;
import dev.aegis.app.scrape.Sample;
import dev.aegis.app.scrape.TextLimits;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code aegis doctor}: looks at the file and what it names, at the secrets, the state directory,
 * and at what a running {@code serve} receives. A line each, what is well and what is off with its
 * reason and remedy. Changes nothing.
 */
public final class Doctor {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(3);
  private static final int BYTES = 4 << 20;

  private final StateDirectory home;
  private final List<String> lines = new ArrayList<>();
  private boolean off;

  public Doctor(StateDirectory home) {
    this.home = home;
  }

  /** Prints what it finds; BAD_INPUT when something is off. */
  public ExitCode run(ServeRun.Options options, Streams streams) {
    Path file = Serve.file(options.config());
    config(file)
        .ifPresent(config -> {
          for (Declared declared : config.services()) {
            well("service  " + declared.profile().service() + " promises what it should");
            absent(declared);
          }
          for (Source source : config.sources()) {
            well(
                "source   "
                    + source.name()
                    + ": "
                    + source.kind().word()
                    + ", "
                    + source.proof().words());
          }
          state();
          running(config, options.port());
        });
    lines.forEach(streams.out()::println);
    return off ? ExitCode.BAD_INPUT : ExitCode.DONE;
  }

  private Optional<ServeConfig> config(@Nullable Path file) {
    if (file == null) {
      off("file     there is no aegis.yaml here; run aegis init, or name one with --config");
      return Optional.empty();
    }
    try {
      ServeConfig config = ServeConfig.read(file);
      well("file     " + file);
      if (config.services().isEmpty()) {
        off("service  none is named; list its file under services in " + file);
      }
      return Optional.of(config);
    } catch (IntakeException e) {
      off("file     " + e.getMessage());
      return Optional.empty();
    }
  }

  private void absent(Declared declared) {
    if (declared.profile().regions().isEmpty()) {
      lines.add("note  service  no regions declared: no failover can be proposed");
    }
    if (declared.profile().slotsPerPod() == 0) {
      lines.add("note  service  slots_per_pod not declared: the replay has to infer it");
    }
  }

  private void state() {
    Path state = home.path().resolve(OnDuty.STATE);
    Path there = state;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null || !Files.isWritable(there)) {
      off("state    " + home.shown(state) + " cannot be written; set AEGIS_HOME to where it can");
    } else {
      well("state    " + home.shown(state));
    }
    home.stopped().ifPresent(why -> lines.add("note  state    the kill switch is set: " + why));
  }

  /** What comes in, where a server answers. */
  private void running(ServeConfig config, int port) {
    URI address = URI.create("http://127.0.0.1:" + port);
    try (LoopbackHttp http = new LoopbackHttp(TIME_LIMIT)) {
      byte[] text = http.get(address.resolve("/metrics"), "text/plain", BYTES);
      List<Sample> samples = new PrometheusText(TextLimits.DEFAULTS).parse(text).samples();
      if (value(samples, "aegis_series", "").isEmpty()) {
        off("serve    something else answers at " + address + "; give the --port of aegis serve");
        return;
      }
      well("serve    answers at " + address);
      received(config, samples);
    } catch (FetchException e) {
      lines.add(
          "note  serve    nobody answers at "
              + address
              + ": start aegis serve to see what comes in");
    } catch (ExpositionException e) {
      off("serve    something else answers at " + address + "; give the --port of aegis serve");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void received(ServeConfig config, List<Sample> samples) {
    double series = value(samples, "aegis_series", "").orElse(0.0);
    if (series == 0) {
      off("series   none has come in for a while; see what your sources log, and their address");
    } else {
      well("series   " + (long) series + " of at most " + config.limits().series());
    }
    for (Declared declared : config.services()) {
      String service = declared.profile().service();
      Optional<Double> known = value(samples, "aegis_service_series", Source.label(service));
      if (known.isEmpty()) {
        off("service  " + service + " is not watched by what runs; start aegis serve again");
      } else if (known.get() == 0) {
        off(
            "service  "
                + service
                + ": no series names it that Aegis asks for; see names in aegis.yaml");
      } else {
        well("service  " + service + ": " + known.get().longValue() + " series known");
      }
    }
    for (Sample sample : samples) {
      if (sample.series().name().equals("aegis_points_dropped_total")
          && sample.value() > 0
          && !sample.series().label("reason").equals("duplicate")) {
        lines.add(
            "note  series   "
                + (long) sample.value()
                + " points were not kept: "
                + sample.series().label("reason"));
      }
    }
  }

  private static Optional<Double> value(List<Sample> samples, String name, String service) {
    return samples.stream()
        .filter(s -> s.series().name().equals(name) && s.series().label("service").equals(service))
        .map(Sample::value)
        .findFirst();
  }

  private void well(String line) {
    lines.add("ok    " + line);
  }

  private void off(String line) {
    lines.add("OFF   " + line);
    off = true;
  }
}
