package dev.aegis.lab.command;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.LabRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.lab.acting.PlantApi;
import dev.aegis.lab.fault.Fault;
import dev.aegis.lab.fault.yaml.ShippedFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** {@code aegis lab up}, and {@code lab inject} into the lab it keeps. */
final class UpCommand {
  private static final long DEFAULT_SEED = 42;

  private final StateDirectory home;
  private final Streams streams;

  UpCommand(StateDirectory home, Streams streams) {
    this.home = home;
    this.streams = streams;
  }

  /** Where the lab that is up says how it is reached. */
  private Path address() {
    return home.path().resolve("lab").resolve("up.url");
  }

  ExitCode run(LabRun.Up options) {
    running()
        .ifPresent(url -> {
          throw new CommandFailure(
              ExitCode.BAD_INPUT,
              "a lab is up already at " + url + "; end it with Ctrl-C where it runs");
        });
    Path directory = RunDirectory.make(home, "up");
    Told told = new Told(streams);
    told.say("starting the lab: two regions, edges, pods, database, clients");
    try (RunningLab lab =
        RunningLab.start(directory, options.edge(), options.seed().orElse(DEFAULT_SEED))) {
      Files.writeString(address(), lab.api().base() + "\n");
      ObservedLab.awaitHealth(lab, told);
      urls(lab);
      lab.awaitEnd();
      return ExitCode.DONE;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + address(), e);
    } finally {
      forget();
    }
  }

  private void forget() {
    try {
      Files.deleteIfExists(address());
    } catch (IOException e) {
      streams.note("cannot remove " + address() + ": " + e.getMessage());
    }
  }

  private void urls(RunningLab lab) {
    URI base = lab.api().base();
    streams.out().println("control      " + base + "/v1/state");
    streams.out().println("changes      " + base + "/v1/changes?after=0");
    streams.out().println("targets      " + base + "/v1/targets   (Prometheus http_sd)");
    for (JsonNode edge : lab.api().state().path("edges")) {
      if (edge.hasNonNull("port")) {
        streams
            .out()
            .println(
                "edge         http://127.0.0.1:"
                    + edge.path("port").asInt()
                    + "/checkout   "
                    + edge.path("region").asString(""));
      }
    }
    streams.out().println("state, logs  " + home.shown(lab.directory()));
    streams.out().println();
    streams.out().println("Break it from another terminal: aegis lab inject leak");
    streams.out().println("Ctrl-C ends it.");
  }

  ExitCode inject(LabRun.Inject options) {
    Fault fault = ShippedFaults.of(options.fault());
    String url =
        running()
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "expected a running lab, found none; start one with: aegis lab up"));
    try (PlantApi api = new PlantApi(URI.create(url))) {
      api.inject(ShippedFaults.textOf(options.fault()));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "the lab does not take the fault: " + e.getMessage(), e);
    }
    streams.out().println("injected " + fault.id() + ": " + fault.title());
    return ExitCode.DONE;
  }

  /** The address of a lab that answers; a file that a killed lab left behind does not count. */
  private java.util.Optional<String> running() {
    try {
      if (!Files.exists(address())) {
        return java.util.Optional.empty();
      }
      String url = Files.readString(address(), StandardCharsets.UTF_8).strip();
      try (PlantApi api = new PlantApi(URI.create(url))) {
        api.state();
        return java.util.Optional.of(url);
      } catch (PlantApi.PlantUnreachableException | IllegalArgumentException _) {
        return java.util.Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + address(), e);
    }
  }
}
