package dev.aegis.app.replay;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.ReplayRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.terminal.ReplayPage;
import dev.aegis.app.wire.ReplayJson;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.twin.ChaosReplay;
import dev.aegis.twin.ReplayMemory;
import dev.aegis.twin.Replications;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** {@code aegis replay}: fixes on a past incident, judged again as of then. */
public final class IncidentReplay implements ReplayRun {
  private static final long DEFAULT_SEED = 42;

  /** Longer than anything is judged. */
  private static final Duration NO_LIMIT = Duration.ofDays(1);

  private final StateDirectory home;
  private final Duration most;

  public IncidentReplay(StateDirectory home) {
    this(home, NO_LIMIT);
  }

  /**
   * @param most after so long no further replication is begun, and the command fails
   */
  public IncidentReplay(StateDirectory home, Duration most) {
    this.home = home;
    this.most = most;
  }

  @Override
  public ExitCode run(Options options, Streams streams) {
    List<AskedFix> asked = options.fixes().stream().map(AskedFix::of).toList();
    try (Replicas replicas = Replicas.onAllProcessors()) {
      PastIncident incident = find(options, replicas, streams);
      List<PastIncident.Question> questions =
          asked.isEmpty()
              ? incident.considered()
              : asked.stream().map(incident::asked).distinct().toList();
      if (questions.isEmpty()) {
        throw new CommandFailure(
            ExitCode.BAD_INPUT,
            "expected a fix to judge, found none that applies in "
                + incident.name()
                + "; name one with --fix");
      }
      if (asked.isEmpty() && incident.notKept() > 0) {
        streams.note(
            "aegis: left out, since nothing was kept of them: "
                + incident.notKept()
                + " of the verdicts then");
      }
      long seed = options.seed().orElse(incident.kept().seed());
      return judge(incident, questions, seed, replicas, options.json(), streams);
    } catch (RoomException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  private PastIncident find(Options options, Replicas replicas, Streams streams) {
    Path named = path(options.incident());
    Optional<RoomId> id = FoundIncident.id(named);
    if (id.isPresent()) {
      return new FoundIncident(home, streams).find(id.get(), named);
    }
    if (!Files.exists(named)) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected an incident such as INC-2026-0001 or the path of a recording, found "
              + options.incident());
    }
    return FoundRecording.read(named, home.path(), replicas, options.seed().orElse(DEFAULT_SEED));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "expected an incident or a path, found " + text, e);
    }
  }

  private ExitCode judge(
      PastIncident incident,
      List<PastIncident.Question> questions,
      long seed,
      Replicas replicas,
      boolean json,
      Streams streams) {
    ReplayPage page = new ReplayPage(streams.style(), streams.glyphs(), streams.width());
    if (!json) {
      page.heading(incident.name(), incident.signal(), home.shown(incident.kept().folder()))
          .forEach(streams.out()::println);
    }
    ReplayMemory memory = new ReplayMemory();
    Replications replications = new LimitedReplications(on(replicas), most);
    List<ReplayPage.Judged> judged = new ArrayList<>();
    for (PastIncident.Question question : questions) {
      ValidationResult now = now(incident, question, seed, replications, memory);
      ReplayPage.Judged one = new ReplayPage.Judged(question.at(), question.then(), now);
      judged.add(one);
      if (json) {
        streams.data().println(ReplayJson.line(question.at(), question.then(), now));
      } else {
        page.judged(one, incident.kept().profile().slo()).forEach(streams.out()::println);
      }
    }
    ExitCode code =
        judged.stream().anyMatch(j -> j.now().verdict() == Verdict.PASS)
            ? ExitCode.DONE
            : ExitCode.ESCALATED;
    if (json) {
      List<ValidationResult> results = judged.stream().map(ReplayPage.Judged::now).toList();
      streams.data().println(ReplayJson.summary(incident.name(), seed, results, code.code()));
    } else {
      page.closing(judged).forEach(streams.out()::println);
    }
    return code;
  }

  private static ValidationResult now(
      PastIncident incident,
      PastIncident.Question question,
      long seed,
      Replications replications,
      ReplayMemory memory) {
    return ChaosReplay.judge(
        question.action(),
        incident.kept().upTo(question.at()),
        incident.kept().profile(),
        question.at(),
        incident.kept().settings(),
        seed,
        question.applied(),
        replications,
        memory);
  }

  static Replications on(Replicas replicas) {
    return new Replications() {
      @Override
      public <T> List<T> run(int from, int to, IntFunction<T> replication) {
        return replicas.run(from, to, replication);
      }
    };
  }
}
