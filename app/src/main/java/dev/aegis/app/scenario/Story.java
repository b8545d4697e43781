package dev.aegis.app.scenario;

import dev.aegis.agent.CommandSettings;
import dev.aegis.agent.Desk;
import dev.aegis.agent.Observer;
import dev.aegis.agent.Reply;
import dev.aegis.anomaly.Watch;
import dev.aegis.app.host.Adviser;
import dev.aegis.app.host.Contribution;
import dev.aegis.app.host.Crew;
import dev.aegis.app.host.IncidentDesk;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.host.RoomHost;
import dev.aegis.app.host.Terms;
import dev.aegis.app.host.Witness;
import dev.aegis.app.journal.Inbox;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.mask.Masking;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.execution.Actuator;
import dev.aegis.incident.Incident;
import dev.aegis.room.AgentBus;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Escalation;
import dev.aegis.room.Handle;
import dev.aegis.room.Intent;
import dev.aegis.room.MessageId;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.twin.ReplaySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario: production runs from scrape to scrape, the observer looks at each, and once
 * there is a room every scrape is one round of it. All times are the story's.
 */
final class Story implements AutoCloseable {
  private final Scenario scenario;
  private final Production production;
  private final Approver approver;
  private final Consumer<RoomMessage> listener;
  private final Supplier<Optional<String>> stopped;
  private final Journal journal;
  private final AgentBus bus;
  private final Actuator target;
  private final Replicas replicas;
  private final IncidentDesk desk;
  private final Watch watch;
  private Witness witness = Witness.NONE;
  private Adviser adviser = Adviser.NONE;
  private @Nullable Masking masking;
  private @Nullable Audience audience;
  private @Nullable RoomHost host;
  private int shown;

  Story(
      Scenario scenario,
      long seed,
      Approver approver,
      SimulatedProduction production,
      Journal journal,
      Supplier<Optional<String>> stopped,
      Consumer<RoomMessage> listener) {
    this(
        scenario,
        seed,
        approver,
        production,
        production,
        journal,
        new LocalBus(journal, (_, _, _) -> {}),
        stopped,
        listener);
  }

  /**
   * A story with a production, a target and a bus of one's own. Where the journal has a room
   * already, it goes on.
   */
  Story(
      Scenario scenario,
      long seed,
      Approver approver,
      Production production,
      Actuator target,
      Journal journal,
      AgentBus bus,
      Supplier<Optional<String>> stopped,
      Consumer<RoomMessage> listener) {
    this.scenario = scenario;
    this.production = production;
    this.approver = approver;
    this.listener = listener;
    this.stopped = stopped;
    this.journal = journal;
    this.bus = bus;
    this.target = target;
    this.replicas = Replicas.onAllProcessors();
    this.desk = IncidentDesk.live(scenario.profile(), replicas, seed);
    this.watch = new Watch(scenario.profile());
  }

  /** Tells somebody of each verdict. */
  Story witnessedBy(Witness observer) {
    witness = observer;
    return this;
  }

  /** Asks somebody for advice beside each turn of an agent. */
  Story advisedBy(Adviser asked) {
    adviser = asked;
    return this;
  }

  /** Hides what must not be told in all that is observed. */
  Story maskedBy(Masking rules) {
    masking = rules;
    return this;
  }

  /** Plays for people who look on, at their pace, and lets them answer and ask. */
  Story playedFor(Audience people) {
    audience = people;
    return this;
  }

  /** Keeps the evidence beside a journal; it is said where it cannot be kept. */
  Story keepingEvidenceBeside(Path directory, Consumer<String> said) {
    desk.keepingBeside(directory, said);
    return this;
  }

  /** Plays to the end; the incident as it ended, or empty when there was none. */
  Optional<Incident> play() {
    resume();
    while (!production.over()) {
      production.tick();
      if (host == null) {
        watch();
      } else {
        round(host);
      }
      if (host != null && host.incident().phase().terminal()) {
        finish(host);
        return Optional.of(host.incident());
      }
    }
    if (host != null) {
      timeIsUp(host);
      return Optional.of(host.incident());
    }
    return Optional.empty();
  }

  /** An alert in the inbox is never lost: its room is opened, and its signal stands in it. */
  private void resume() {
    for (Inbox.Alert alert : journal.inbox().all()) {
      RoomId room = journal.inbox().openRoom(alert.id(), production.instant());
      RoomHost found = host(room);
      if (RoomJson.readPayload(Intent.SIGNAL, alert.body()) instanceof Signal signal) {
        desk.opened(room, signal);
        resume(found, alert, signal);
      }
      host = found;
    }
  }

  private static void resume(RoomHost found, Inbox.Alert alert, Signal signal) {
    if (found.log().isEmpty()) {
      Reply again = Reply.to(Handle.DIAGNOSTICIAN, signal.whySeverity(), signal);
      found.post(Handle.OBSERVER, new MessageId(alert.id()), again);
    }
  }

  private void watch() {
    new Observer()
        .look(watch, observed(), scenario.profile(), production.instant(), this::deskNow)
        .ifPresent(this::open);
  }

  private Desk deskNow() {
    return desk.at(this::observed);
  }

  private Telemetry observed() {
    Telemetry seen = production.telemetry();
    return masking == null ? seen : masking.telemetry(seen, scenario.profile());
  }

  /** The alert is in the inbox before there is a room for it. */
  private void open(Reply signal) {
    String alert = "observer-" + production.instant().toEpochMilli();
    journal.inbox().accept(alert, "observer", RoomJson.writePayload(signal.payload()));
    RoomId room = journal.inbox().openRoom(alert, production.instant());
    if (signal.payload() instanceof Signal posted) {
      desk.opened(room, posted);
    }
    RoomHost opened = host(room);
    opened.post(Handle.OBSERVER, new MessageId(alert), signal);
    host = opened;
    show(opened);
  }

  private RoomHost host(RoomId room) {
    return new RoomHost(
            room,
            bus,
            Crew.of(ReplaySettings.STANDARD, CommandSettings.DEFAULT),
            _ -> deskNow(),
            target,
            production,
            // Every story has a production of its own, of which no earlier one tells anything.
            new Terms(
                scenario::policy, stopped, journal.epoch(), journal::acts, List::of, List::of))
        .witnessedBy(witness)
        .advisedBy(adviser);
  }

  private void round(RoomHost room) {
    if (audience != null) {
      round(room, audience);
      return;
    }
    room.round();
    show(room);
    openRequest(room).ifPresent(request -> answer(room, request));
  }

  /** Production runs on while people think; their answer is taken when it comes. */
  private void round(RoomHost room, Audience people) {
    people.contributions().forEach(said -> room.say(said.masked(this::masked)));
    int before = shown;
    room.round();
    show(room);
    Optional<RoomMessage> request = openRequest(room);
    request
        .flatMap(asked -> people.poll((ApprovalRequest) asked.payload()))
        .ifPresent(answer -> post(room, request.orElseThrow(), answer.by(), answer.approval()));
    people.pause(shown > before, openRequest(room).isPresent(), scenario.scrapeEvery());
  }

  private static Optional<RoomMessage> openRequest(RoomHost room) {
    if (room.incident().openRequest().isEmpty() || room.incident().phase().terminal()) {
      return Optional.empty();
    }
    return room.log().stream()
        .filter(m -> m.payload() instanceof ApprovalRequest)
        .reduce((earlier, later) -> later);
  }

  private void answer(RoomHost room, RoomMessage request) {
    Approver.Answer answer =
        approver.answer((ApprovalRequest) request.payload(), question -> asked(room, question));
    Duration waited = Duration.ZERO;
    while (waited.plus(scenario.scrapeEvery()).compareTo(answer.thought()) <= 0
        && !production.over()) {
      production.tick();
      waited = waited.plus(scenario.scrapeEvery());
    }
    post(room, request, answer.by(), answer.approval());
  }

  private void post(RoomHost room, RoomMessage request, Handle by, Approval approval) {
    room.answer(by, request, masking == null ? approval : masking.approval(approval));
    show(room);
  }

  private String masked(String words) {
    return masking == null ? words : masking.text(words);
  }

  /** A person's question is in the record before it is answered. */
  private void asked(RoomHost room, String question) {
    room.say(Contribution.typed(question, "operator", true).masked(this::masked));
    room.round();
    show(room);
  }

  private void finish(RoomHost room) {
    while (room.round()) {
      show(room);
    }
    show(room);
    desk.ended(observed());
  }

  private void timeIsUp(RoomHost room) {
    String sentence =
        "the story ends after " + scenario.limit().toMinutes() + " min without a decision";
    room.post(
        Handle.AEGIS,
        new MessageId("time-is-up"),
        Reply.to(Handle.HUMAN, sentence, new Escalation(sentence, List.of(), List.of())));
    show(room);
  }

  private void show(RoomHost room) {
    List<RoomMessage> log = room.log();
    log.subList(shown, log.size()).forEach(listener);
    shown = log.size();
  }

  @Override
  public void close() {
    desk.close();
    replicas.close();
    bus.close();
  }
}
