package dev.aegis.app.model;

import dev.aegis.agent.Desk;
import dev.aegis.agent.Gate;
import dev.aegis.agent.Proof;
import dev.aegis.agent.Turn;
import dev.aegis.app.model.Conversation.Tool;
import dev.aegis.incident.Incident;
import dev.aegis.room.Action;
import dev.aegis.room.Advice;
import dev.aegis.room.Advice.Kind;
import dev.aegis.room.Advice.Proposal;
import dev.aegis.room.Evidence;
import dev.aegis.room.Handle;
import dev.aegis.room.Signal;
import dev.aegis.suspect.LogPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a model may look up beside one message, and the trail of what it did. Everything goes
 * through the ways of people: a question through its parser, compiler and guard, a fix through the
 * catalogue and the replay.
 */
final class Toolbox {
  static final int MOST_LOOKS = 6;
  private static final int MOST_REPLAYS = 1;
  private static final int ROWS = 20;
  private static final int PATTERNS = 8;
  private static final int LONGEST_ARGUMENT = 300;

  private final Turn turn;
  private final Gate gate;
  private final Veil veil;
  private final Proof proof;
  private final List<Proposal> trail = new ArrayList<>();
  private final List<Evidence> evidence = new ArrayList<>();
  private final int firstEvidence;
  private int replays;

  Toolbox(Turn turn, Gate gate, Veil veil, Proof proof) {
    this.turn = turn;
    this.gate = gate;
    this.veil = veil;
    this.proof = proof;
    this.firstEvidence =
        1
            + (int)
                turn.log().stream()
                    .filter(m -> m.payload() instanceof Advice)
                    .mapToLong(m -> Evidence.of(m.payload()).size())
                    .sum();
  }

  /** The tools of an agent's model; most have none. */
  List<Tool> of(Handle agent) {
    List<Tool> tools = new ArrayList<>();
    if (agent.equals(Handle.DIAGNOSTICIAN) || agent.equals(Handle.VALIDATOR)) {
      tools.add(
          new Tool(
              "ask",
              "Asks a question in plain English about what was observed, such as \"average p99 by"
                  + " region since the deploy\".",
              "question",
              List.of(),
              bounded(Kind.QUESTION, "nothing", this::ask)));
      tools.add(
          new Tool(
              "rank_causes",
              "Tells the possible root causes with their probability, from the evidence.",
              "",
              List.of(),
              bounded(Kind.LOOK_UP, "causes", _ -> causes())));
    }
    if (agent.equals(Handle.DIAGNOSTICIAN)) {
      tools.add(
          new Tool(
              "look_at_logs",
              "Tells how many log lines of each pattern there are and how many more than before.",
              "",
              List.of(),
              bounded(Kind.LOOK_UP, "logs", _ -> logs())));
    }
    if (agent.equals(Handle.VALIDATOR)) {
      tools.add(
          new Tool(
              "replay_fix",
              "Replays the incident with a fix of the catalogue and tells the verdict.",
              "fix",
              Arrays.stream(Action.Kind.values()).map(Action.Kind::wire).toList(),
              bounded(Kind.CANDIDATE, "nothing", this::replay)));
    }
    return tools;
  }

  /** What was looked up and what came of it, in order. */
  List<Proposal> trail() {
    return List.copyOf(trail);
  }

  /** What the questions found. */
  List<Evidence> evidence() {
    return List.copyOf(evidence);
  }

  private record Found(String shown, boolean good, String told) {}

  @FunctionalInterface
  private interface LookUp {
    Found up(String argument);
  }

  private Conversation.Look bounded(Kind kind, String what, LookUp look) {
    return argument -> {
      if (trail.size() >= MOST_LOOKS) {
        return "That was the last of " + MOST_LOOKS + " look-ups. Answer now.";
      }
      String given = ModelAdviser.inert(argument, LONGEST_ARGUMENT);
      String shown = given.isEmpty() ? what : given;
      try {
        Found found = look.up(argument);
        trail.add(new Proposal(kind, shown, found.good(), found.told()));
        return found.shown();
      } catch (RuntimeException e) {
        trail.add(new Proposal(kind, shown, false, "could not be looked up"));
        return "That could not be looked up.";
      }
    };
  }

  private Found ask(String question) {
    if (question.isBlank() || question.length() > LONGEST_ARGUMENT) {
      return refused("expected a question of 1 to " + LONGEST_ARGUMENT + " characters");
    }
    return veil.reveal(question)
        .map(revealed ->
            switch (turn.desk().ask(List.of(), revealed)) {
              case Desk.NotFound none -> refused("not understood; it is refused as anybody's is");
              case Desk.Found found -> found(found);
            })
        .orElseGet(() -> refused("it has a placeholder that stands for nothing"));
  }

  private static Found refused(String why) {
    return new Found("Refused: " + why + ".", false, why);
  }

  private Found found(Desk.Found found) {
    List<List<String>> rows = found.table().rows();
    Evidence asked =
        new Evidence(
            "m" + (firstEvidence + evidence.size()),
            found.interpretation(),
            found.sql(),
            Evidence.QUESTION,
            found.table().columns(),
            rows.subList(0, Desk.Found.kept(found.table())),
            turn.desk().seal());
    evidence.add(asked);
    String table =
        rows.stream()
            .limit(ROWS)
            .map(row -> row.stream().map(veil::cell).collect(Collectors.joining(" | ")))
            .collect(Collectors.joining("\n"));
    String head =
        found.table().columns().stream().map(Toolbox::column).collect(Collectors.joining(" | "));
    return new Found(head + "\n" + table, true, rows.size() + " rows [" + asked.id() + "]");
  }

  /** A column is named by our compiler, but for a unit that it takes from a metric. */
  private static String column(String name) {
    return name.matches("[A-Za-z0-9_ %]{1,40}") ? name : "value";
  }

  private Found causes() {
    List<String> causes = gate.causes();
    return causes.isEmpty()
        ? refused("nothing was diagnosed yet")
        : new Found(String.join("\n", causes), true, causes.size() + " causes ranked");
  }

  private Found logs() {
    List<LogPattern> patterns =
        Incident.of(turn.log())
            .signal()
            .map(Signal::startedAt)
            .map(turn.desk()::logPatterns)
            .orElse(List.of());
    String shown =
        patterns.stream()
            .limit(PATTERNS)
            .map(p ->
                String.format(
                    Locale.ROOT,
                    "pattern: %.0f lines, %+.0f against before, %s",
                    p.count(),
                    p.more(),
                    p.bad() ? "tells of trouble" : "ordinary"))
            .collect(Collectors.joining("\n"));
    return new Found(
        shown.isEmpty() ? "No log lines are recorded." : shown,
        true,
        patterns.size() + " patterns, counted and not shown to the model");
  }

  private Found replay(String kind) {
    if (replays++ >= MOST_REPLAYS) {
      return refused("one replay beside a message is the most");
    }
    Gate.Checked checked = gate.replay(kind, proof);
    return new Found(
        veil.hide(checked.why()).orElse("The verdict quotes telemetry."),
        checked.passed(),
        checked.why());
  }
}
