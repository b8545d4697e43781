package dev.aegis.app.scenario;

import dev.aegis.app.bandbus.BandBus;
import dev.aegis.app.bandbus.BandSettings;
import dev.aegis.app.bandbus.Rhythm;
import dev.aegis.app.cli.ApprovalMode;
import dev.aegis.app.cli.ApprovalPrompt;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.DemoRun;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.RoomOutput;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Adviser;
import dev.aegis.app.host.Advisers;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.host.Warmup;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.mask.Masking;
import dev.aegis.app.mask.MaskingYaml;
import dev.aegis.app.oncall.AskedOnPage;
import dev.aegis.app.page.HealthView;
import dev.aegis.app.recording.IncidentRecorder;
import dev.aegis.app.serve.PageServer;
import dev.aegis.app.wire.SummaryJson;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.room.AgentBus;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomException;
import dev.aegis.twin.ReplaySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** {@code aegis demo}: plays a scenario in a room of its own and says how it ended. */
public final class Demo implements DemoRun {
  private static final long DEFAULT_SEED = 42;

  /** The story waits so long for somebody to open the page. */
  private static final Duration FOR_A_VISITOR = Duration.ofMinutes(2);

  /** And is there so long afterwards. */
  private static final Duration TO_LOOK_ROUND = Duration.ofMinutes(10);

  /** What is still on its way to Band at the end is waited for so long. */
  private static final Duration TO_SETTLE = Duration.ofSeconds(60);

  private final StateDirectory home;
  private final double speed;
  private final Supplier<Optional<BandSettings>> band;
  private final Advisers advisers;

  public Demo(StateDirectory home) {
    this(home, Optional::empty, Advisers.NONE);
  }

  /**
   * @param advisers whom to ask beside the agents
   */
  public Demo(StateDirectory home, Advisers advisers) {
    this(home, Optional::empty, advisers);
  }

  /**
   * @param band where the room is carried to; empty where it stays here
   */
  public Demo(StateDirectory home, Supplier<Optional<BandSettings>> band) {
    this(home, band, Advisers.NONE);
  }

  /**
   * @param band where the room is carried to; empty where it stays here
   * @param advisers whom to ask beside the agents
   */
  public Demo(StateDirectory home, Supplier<Optional<BandSettings>> band, Advisers advisers) {
    this(home, 1, band, advisers);
  }

  /**
   * @param speed of a story for people, in multiples of what they read
   */
  Demo(StateDirectory home, double speed) {
    this(home, speed, Optional::empty);
  }

  Demo(StateDirectory home, double speed, Supplier<Optional<BandSettings>> band) {
    this(home, speed, band, Advisers.NONE);
  }

  private Demo(
      StateDirectory home, double speed, Supplier<Optional<BandSettings>> band, Advisers advisers) {
    this.home = home;
    this.speed = speed;
    this.band = band;
    this.advisers = advisers;
  }

  @Override
  public ExitCode run(Options options, Streams streams) {
    if (options.list()) {
      Scenarios.NAMES.forEach(name -> streams.out().println(listed(name)));
      return ExitCode.DONE;
    }
    Scenarios.Source source = Scenarios.find(options.scenario());
    Optional<BandSettings> elsewhere = band.get();
    try (Warmup _ = Warmup.begin()) {
      Scenario scenario = read(source);
      Path state = Interrupted.replace(home, source.text(), streams);
      return play(scenario, options, state, elsewhere, streams);
    } catch (RoomException e) {
      throw CommandFailure.from(e, ExitCode.INTERNAL);
    }
  }

  private static String listed(String name) {
    return String.format("%-16s %s", name, read(Scenarios.find(name)).title());
  }

  static Scenario read(Scenarios.Source source) {
    try {
      return ScenarioFile.read(source.text(), source.path());
    } catch (IntakeException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  private ExitCode play(
      Scenario scenario,
      Options options,
      Path state,
      Optional<BandSettings> elsewhere,
      Streams streams) {
    long seed = options.seed().orElse(DEFAULT_SEED);
    Masking masking = masking();
    Adviser adviser = advisers.of(masking::text, streams::note);
    SimulatedProduction production = new SimulatedProduction(scenario, seed);
    RoomOutput output = new RoomOutput(streams, options.json(), home, state);
    boolean asks = options.approve() == ApprovalMode.ASK;
    boolean inTheChat = elsewhere.isPresent() && asks;
    if (inTheChat) {
      output.answeredInTheChat();
    } else if (options.web() && asks) {
      output.answeredOnPage();
    }
    try (Journal journal = Journal.open(state, production);
        AgentBus bus = bus(journal, elsewhere, streams);
        Story story =
            new Story(
                    scenario,
                    seed,
                    approver(options, streams),
                    production,
                    production,
                    journal,
                    bus,
                    home::stopped,
                    output::show)
                .maskedBy(masking)
                .advisedBy(adviser)
                .keepingEvidenceBeside(state, streams::note)
                .witnessedBy(new IncidentRecorder(state, ReplaySettings.STANDARD, streams::note))) {
      if (inTheChat && !options.web()) {
        var _ = story.playedFor(new Audience(new AskedOnPage(), null, speed));
      }
      ExitCode code =
          options.web()
              ? playOnPage(scenario, seed, options, story, journal, production, output, streams)
              : end(scenario, seed, story.play(), output, streams, options.json());
      settle(bus, streams);
      return code;
    }
  }

  private AgentBus bus(Journal journal, Optional<BandSettings> elsewhere, Streams streams) {
    if (elsewhere.isEmpty()) {
      return new LocalBus(journal, (_, _, _) -> {});
    }
    return BandBus.open(
        journal,
        elsewhere.get(),
        Rhythm.USUAL,
        masking()::text,
        text -> streams.note("aegis: " + text));
  }

  private static void settle(AgentBus bus, Streams streams) {
    if (bus instanceof BandBus there) {
      long left = there.settle(TO_SETTLE);
      streams.note(
          left == 0
              ? "aegis: all of it lies on Band as well"
              : "aegis: "
                  + left
                  + " messages are not on Band, which does not take them; they are in the journal");
    }
  }

  /** Ends by itself: at the latest when nobody looks on any more once the story is over. */
  private ExitCode playOnPage(
      Scenario scenario,
      long seed,
      Options options,
      Story story,
      Journal journal,
      SimulatedProduction production,
      RoomOutput output,
      Streams streams) {
    AskedOnPage asked = new AskedOnPage();
    boolean people = options.approve() == ApprovalMode.ASK;
    Audience audience = new Audience(asked, people ? null : approver(options, streams), speed);
    HealthView about =
        HealthView.watching(
            new HealthView.Row(
                scenario.profile().service(),
                "good",
                "simulated",
                scenario.title() + "; the story begins in a moment"));
    try (PageServer page =
        PageServer.start(
            0,
            journal,
            home,
            production,
            asked,
            () -> about,
            text -> streams.note("aegis: " + text))) {
      streams.note("aegis: open this in a browser of this machine, it is good once:");
      streams.note("  " + page.link());
      streams.note("aegis: the story begins when you do, or in 2 min; it takes two and a half");
      if (!page.awaitVisitor(FOR_A_VISITOR)) {
        streams.note("aegis: nobody came, the story begins; the link is still good");
      }
      ExitCode code =
          end(scenario, seed, story.playedFor(audience).play(), output, streams, options.json());
      streams.note("aegis: the page stays while somebody looks on, at most 10 min; Ctrl-C ends it");
      page.awaitAlone(TO_LOOK_ROUND);
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERNAL;
    }
  }

  private Masking masking() {
    try {
      return MaskingYaml.found(home.path());
    } catch (IntakeException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  private static ExitCode end(
      Scenario scenario,
      long seed,
      Optional<Incident> ended,
      RoomOutput output,
      Streams streams,
      boolean json) {
    Incident incident = ended.orElse(Incident.of(List.of()));
    Status status = Incident.of(incident.log()).status();
    ExitCode code = ended.isEmpty() ? ExitCode.DONE : ExitCode.of(status);
    if (ended.isEmpty()) {
      streams.note("no incident in " + scenario.limit().toMinutes() + " min of " + scenario.name());
    }
    output.close();
    if (json) {
      streams
          .data()
          .println(
              SummaryJson.write(
                  scenario.name(),
                  seed,
                  incident.room().orElse(null),
                  incident,
                  status.words(),
                  code.code()));
    }
    return code;
  }

  private static Approver approver(Options options, Streams streams) {
    return switch (options.approve()) {
      case AUTO -> Approver.policy(true);
      case DENY -> Approver.policy(false);
      case ASK -> (request, room) -> ask(request, streams, room);
    };
  }

  /**
   * The service burns on while the person thinks, so the story is charged with the time they took.
   */
  private static Approver.Answer ask(
      ApprovalRequest request, Streams streams, Consumer<String> room) {
    long asked = System.nanoTime();
    ApprovalPrompt.Answer answer =
        ApprovalPrompt.ask(request.planHash(), request.approvers(), streams, room);
    Duration thought = Duration.ofSeconds((System.nanoTime() - asked) / 1_000_000_000L);
    return new Approver.Answer(
        Handle.HUMAN,
        new Approval(request.planHash(), answer.granted(), "operator", answer.reason()),
        thought);
  }
}
