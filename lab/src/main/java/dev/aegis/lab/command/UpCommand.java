package dev.aegis.lab.command;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.Ending;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.LabRun;
import dev.aegis.app.cli.RoomOutput;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.host.Warmup;
import dev.aegis.app.oncall.AskedOnPage;
import dev.aegis.app.serve.PageServer;
import dev.aegis.lab.acting.PlantApi;
import dev.aegis.lab.fault.Fault;
import dev.aegis.lab.fault.yaml.ShippedFaults;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
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

  /** Where rooms are kept from one lab to the next. */
  private Path kept() {
    return home.path().resolve("lab").resolve("oncall");
  }

  ExitCode run(LabRun.Up options) {
    try (Ending ending = Ending.inOrder();
        UpAddress address = UpAddress.take(home)) {
      Told told = new Told(streams, ending::told);
      told.say("starting the lab: two regions, edges, pods, database, clients");
      try (Warmup _ = Warmup.begin();
          ObservedLab lab =
              ObservedLab.observing(
                  RunDirectory.make(home, "up"), options.edge(), seed(options), told)) {
        watch(lab, address, options, ending, told);
      } catch (RuntimeException e) {
        // Ctrl-C in a terminal also ends the lab's own processes, which then answer no more.
        if (!ending.told()) {
          throw e;
        }
      }
      return ExitCode.DONE;
    }
  }

  private static long seed(LabRun.Up options) {
    return options.seed().orElse(DEFAULT_SEED);
  }

  private void watch(
      ObservedLab lab, UpAddress address, LabRun.Up options, Ending ending, Told told) {
    RoomOutput output = new RoomOutput(streams, false, home, kept()).answeredOnPage();
    AskedOnPage asked = new AskedOnPage();
    URI plant = lab.api().base();
    try (LabOnCall onCall =
        LabOnCall.over(lab, kept(), home, asked, seed(options), told, output::show)) {
      UpWatch watch = new UpWatch(lab, onCall, () -> !ending.told() && lab.alive());
      try (PageServer page =
          PageServer.start(
              options.port(),
              onCall.journal(),
              home,
              InstantSource.system(),
              asked,
              watch::health,
              text -> streams.note("aegis: " + text))) {
        address.at(plant);
        addresses(lab, page);
        told.say("waiting for normal, about a minute; Aegis goes on call then");
        if (watch.awaitNormal()) {
          address.normal(plant);
          told.say("normal: " + lab.normalSentence());
          told.say("Aegis is on call; break the lab from another terminal: aegis lab inject leak");
          watch.run();
        }
        streams.note("aegis: ending; open rooms go on when aegis lab up starts again");
      }
    }
    if (!ending.told()) {
      throw new CommandFailure(
          ExitCode.INTERNAL,
          "the lab ended by itself; its logs are in " + home.shown(lab.directory()));
    }
  }

  private void addresses(ObservedLab lab, PageServer page) {
    URI base = lab.api().base();
    line("control", base + "/v1/state");
    line("changes", base + "/v1/changes?after=0");
    line("targets", base + "/v1/targets   (Prometheus http_sd)");
    for (JsonNode edge : lab.api().state().path("edges")) {
      if (edge.hasNonNull("port")) {
        line(
            "edge",
            "http://127.0.0.1:"
                + edge.path("port").asInt()
                + "/checkout   "
                + edge.path("region").asString(""));
      }
    }
    line("lab's logs", home.shown(lab.directory()));
    line("rooms", home.shown(kept()));
    streams.out().println();
    streams
        .out()
        .println("Look on and approve, with a browser of this machine; the link is good once:");
    streams.out().println("  " + page.link());
    streams.out().println("Ctrl-C ends it.");
  }

  private void line(String name, String text) {
    streams.out().println(String.format(Locale.ROOT, "%-12s %s", name, text));
  }

  ExitCode inject(LabRun.Inject options) {
    Fault fault = ShippedFaults.of(options.fault());
    try (PlantApi api = new PlantApi(UpAddress.found(home))) {
      api.inject(ShippedFaults.textOf(options.fault()));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "the lab does not take the fault: " + e.getMessage(), e);
    }
    streams.out().println("injected " + fault.id() + ": " + fault.title());
    return ExitCode.DONE;
  }
}
