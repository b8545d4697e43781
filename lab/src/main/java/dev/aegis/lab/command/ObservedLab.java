package dev.aegis.lab.command;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.LabRun;
import dev.aegis.app.live.LiveSource;
import dev.aegis.lab.acting.PlantApi;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A lab that runs and is observed from outside, in its normal state. Ends the lab when closed. Used
 * by one thread.
 */
final class ObservedLab implements AutoCloseable {
  private final RunningLab lab;
  private final ServiceProfile profile;
  private final LiveSource source;
  private final Monitoring monitoring;
  private final Normal normal;
  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private Telemetry telemetry = Telemetry.NONE;
  private Instant begins = Instant.MIN;

  private ObservedLab(
      RunningLab lab, ServiceProfile profile, LiveSource source, Monitoring monitoring) {
    this.lab = lab;
    this.profile = profile;
    this.source = source;
    this.monitoring = monitoring;
    this.normal = new Normal(profile, LabSettings.NORMAL_SCRAPES);
  }

  /** Starts a lab and waits until it is normal. */
  static ObservedLab start(Path directory, LabRun.Edge edge, long seed, Told told) {
    told.say("starting the lab: two regions, edges, pods, database, clients");
    ObservedLab observed = observing(directory, edge, seed, told);
    try {
      told.say("waiting for normal");
      observed.awaitNormal(told);
      return observed;
    } catch (RuntimeException e) {
      observed.close();
      throw e;
    }
  }

  /** Starts a lab and begins to look at it as soon as every process is ready. */
  static ObservedLab observing(Path directory, LabRun.Edge edge, long seed, Told told) {
    RunningLab lab = RunningLab.start(directory, edge, seed);
    try {
      ServiceProfile profile = LabProfile.read();
      awaitHealth(lab, told);
      LiveSource source = LabProfile.source(lab.api().base(), lab.directory(), profile, told::say);
      Monitoring monitoring = Monitoring.every(LabSettings.SCRAPE_EVERY, source::tick);
      return new ObservedLab(lab, profile, source, monitoring);
    } catch (RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  private static void awaitHealth(RunningLab lab, Told told) {
    Instant deadline = Instant.now().plus(LabSettings.LONGEST_START);
    while (!lab.api().healthy()) {
      lab.api()
          .failure()
          .ifPresent(why -> {
            throw new CommandFailure(
                ExitCode.INTERNAL,
                "the lab did not start: " + why + "; its logs are in " + lab.directory());
          });
      if (!lab.alive() || Instant.now().isAfter(deadline)) {
        throw new CommandFailure(
            ExitCode.INTERNAL,
            "the lab did not get ready within "
                + LabSettings.LONGEST_START.toSeconds()
                + " s; its logs are in "
                + lab.directory());
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailure(ExitCode.INTERNAL, "interrupted while the lab started", e);
      }
    }
    told.say("every process is ready");
  }

  private void awaitNormal(Told told) {
    Instant deadline = Instant.now().plus(LabSettings.LONGEST_TO_NORMAL);
    while (!normal()) {
      if (Instant.now().isAfter(deadline)) {
        throw new CommandFailure(
            ExitCode.INTERNAL,
            "the lab did not become normal within "
                + LabSettings.LONGEST_TO_NORMAL.toSeconds()
                + " s: "
                + normalScrapes()
                + " of "
                + LabSettings.NORMAL_SCRAPES
                + " scrapes in a row met the objective; is the machine busy?");
      }
      next();
    }
    told.say("normal: " + normalSentence());
  }

  /**
   * Whether the last scrapes make a baseline. What was seen before, while pods, caches and
   * compilers warmed up, is nobody's baseline and forgotten then.
   */
  boolean normal() {
    if (!normal.reached(telemetry)) {
      return false;
    }
    begins = normal.since(telemetry);
    telemetry = sinceNormal(telemetry);
    return true;
  }

  /** How many of the last scrapes in a row met the objective, as far as normal needs them. */
  int normalScrapes() {
    return normal.seen(telemetry);
  }

  /** What normal looks like, for people. */
  String normalSentence() {
    return normal.sentence(telemetry);
  }

  private Telemetry sinceNormal(Telemetry all) {
    return begins.equals(Instant.MIN) ? all : all.within(new Window(begins, LATEST));
  }

  PlantApi api() {
    return lab.api();
  }

  boolean alive() {
    return lab.alive();
  }

  /** Where its processes write. */
  Path directory() {
    return lab.directory();
  }

  ServiceProfile profile() {
    return profile;
  }

  /** Everything observed since the lab was normal. */
  Telemetry telemetry() {
    return telemetry;
  }

  /** Waits for the next scrape; everything observed since the lab was normal. */
  Telemetry next() {
    telemetry = sinceNormal(monitoring.next(Instant.now().plus(LabSettings.LONGEST_START)));
    return telemetry;
  }

  @Override
  public void close() {
    monitoring.close();
    source.close();
    lab.close();
  }
}
