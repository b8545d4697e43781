package dev.aegis.app.serve;

import dev.aegis.app.access.Accounts;
import dev.aegis.app.band.Band;
import dev.aegis.app.band.Invitation;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.ServeRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.Declared;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.model.ModelTrial;
import dev.aegis.app.notify.Beat;
import dev.aegis.app.notify.Channel;
import dev.aegis.app.notify.Trial;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
  private final Supplier<List<ModelTrial.Finding>> models;
  private final Findings findings = new Findings();

  /**
   * @param models asks the models that are set up whether they answer
   */
  public Doctor(StateDirectory home, Supplier<List<ModelTrial.Finding>> models) {
    this.home = home;
    this.models = models;
  }

  /** Prints what it finds; BAD_INPUT when something is off. */
  public ExitCode run(ServeRun.Options options, Streams streams) {
    Path file = Serve.file(options.config());
    config(file)
        .ifPresent(config -> {
          for (Declared declared : config.services()) {
            findings.well("service  " + declared.profile().service() + " promises what it should");
            absent(declared);
          }
          config.sources().forEach(source -> source(source, config));
          new Listening(home, findings).look(config, new Accounts(home), Instant.now());
          config.invitations().forEach(this::invitation);
          config.messages().channels().forEach(this::channel);
          Optional.ofNullable(config.messages().beat()).ifPresent(this::beat);
          models();
          state();
          running(config, options.port());
        });
    findings.lines().forEach(streams.out()::println);
    return findings.anyOff() ? ExitCode.BAD_INPUT : ExitCode.DONE;
  }

  private Optional<ServeConfig> config(@Nullable Path file) {
    if (file == null) {
      findings.off(
          "file     there is no aegis.yaml here; run aegis init, or name one with --config");
      return Optional.empty();
    }
    try {
      ServeConfig config = ServeConfig.read(file);
      findings.well("file     " + file);
      if (config.services().isEmpty()) {
        findings.off("service  none is named; list its file under services in " + file);
      }
      return Optional.of(config);
    } catch (IntakeException e) {
      findings.off("file     " + e.getMessage());
      return Optional.empty();
    }
  }

  private void absent(Declared declared) {
    String otherwise = Watched.otherwise(declared.policy());
    if (!otherwise.isEmpty()) {
      findings.note("policy   " + declared.profile().service() + ": " + otherwise);
    }
    if (declared.profile().regions().isEmpty()) {
      findings.note("service  no regions declared: no failover can be proposed");
    }
    if (declared.profile().slotsPerPod() == 0) {
      findings.note("service  slots_per_pod not declared: the replay has to infer it");
    }
  }

  private void source(Source source, ServeConfig config) {
    findings.well("source   " + source.words());
    if (source.asked() != null) {
      try {
        new AskedCheck(source, config.names(), findings).run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void invitation(Invitation invitation) {
    String agent = invitation.agent();
    if (Band.hasAgent(home, agent)) {
      findings.well("invite   " + agent + " has a key");
    } else {
      findings.off("invite   " + agent + " has no key; run aegis agent add " + agent);
    }
  }

  /** Looks whether it could be reached; sends nothing. */
  private void channel(Channel channel) {
    try {
      Optional<String> why = Trial.check(channel);
      if (why.isEmpty()) {
        findings.well("message  " + channel.words());
      } else {
        findings.off("message  " + channel.words() + ": " + why.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Likewise; a beat that is sent by hand would say that the loop goes round. */
  private void beat(Beat beat) {
    String words = "beat     every " + beat.every().toSeconds() + " s to " + beat.place();
    Trial.check(beat)
        .ifPresentOrElse(why -> findings.off(words + ": " + why), () -> findings.well(words));
  }

  private void models() {
    for (ModelTrial.Finding model : models.get()) {
      if (model.why().isEmpty()) {
        findings.well("model    " + model.words() + ", answers");
      } else {
        findings.off("model    " + model.words() + ": " + model.why());
      }
    }
  }

  private void state() {
    Path state = home.path().resolve(OnDuty.STATE);
    Path there = state;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null || !Files.isWritable(there)) {
      findings.off(
          "state    " + home.shown(state) + " cannot be written; set AEGIS_HOME to where it can");
    } else {
      findings.well("state    " + home.shown(state));
    }
    home.stopped().ifPresent(why -> findings.note("state    the kill switch is set: " + why));
  }

  /** What comes in, where a server answers. */
  private void running(ServeConfig config, int port) {
    URI address = URI.create("http://127.0.0.1:" + port);
    try (LoopbackHttp http = new LoopbackHttp(TIME_LIMIT)) {
      byte[] text = http.get(address.resolve("/metrics"), "text/plain", BYTES);
      List<Sample> samples = new PrometheusText(TextLimits.DEFAULTS).parse(text).samples();
      if (value(samples, "aegis_series", "").isEmpty()) {
        findings.off(
            "serve    something else answers at " + address + "; give the --port of aegis serve");
        return;
      }
      findings.well("serve    answers at " + address);
      received(config, samples);
    } catch (FetchException e) {
      findings.note(
          "serve    nobody answers at " + address + ": start aegis serve to see what comes in");
    } catch (ExpositionException e) {
      findings.off(
          "serve    something else answers at " + address + "; give the --port of aegis serve");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void received(ServeConfig config, List<Sample> samples) {
    double series = value(samples, "aegis_series", "").orElse(0.0);
    if (series == 0) {
      findings.off(
          "series   none has come in for a while; see what your sources log, and their address");
    } else {
      findings.well("series   " + (long) series + " of at most " + config.limits().series());
    }
    for (Declared declared : config.services()) {
      String service = declared.profile().service();
      Optional<Double> known = value(samples, "aegis_service_series", Source.label(service));
      if (known.isEmpty()) {
        findings.off(
            "service  " + service + " is not watched by what runs; start aegis serve again");
      } else if (known.get() == 0) {
        findings.off(
            "service  "
                + service
                + ": no series names it that Aegis asks for; see names in aegis.yaml");
      } else {
        findings.well("service  " + service + ": " + known.get().longValue() + " series known");
      }
    }
    for (Sample sample : samples) {
      if (sample.series().name().equals("aegis_channel_down") && sample.value() > 0) {
        findings.off(
            "message  "
                + sample.series().label("channel")
                + " does not take messages, they wait; try aegis messages test "
                + sample.series().label("channel"));
      }
      if (sample.series().name().equals("aegis_service_known_by_spans")) {
        findings.note(
            "service  "
                + sample.series().label("service")
                + ": known by its spans alone; a sample of them has too low a rate");
      }
      if (sample.series().name().equals("aegis_points_dropped_total")
          && sample.value() > 0
          && !sample.series().label("reason").equals("duplicate")) {
        findings.note(
            "series   "
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
}
