package dev.aegis.agent;

import dev.aegis.anomaly.Alert;
import dev.aegis.anomaly.Burn;
import dev.aegis.anomaly.Watch;
import dev.aegis.cause.ChangeCorrelation;
import dev.aegis.cause.SignalEvidence;
import dev.aegis.cause.Words;
import dev.aegis.room.Answer;
import dev.aegis.room.Challenge;
import dev.aegis.room.Handle;
import dev.aegis.room.Recheck;
import dev.aegis.room.Signal;
import dev.aegis.room.Signal.Suspect;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Opens incidents. It is started by telemetry, not by a mention: the shell calls {@link #look}
 * after each scrape and posts what it says. Mentioned with a question, it tells the newest figures.
 */
public final class Observer implements Agent {
  @Override
  public Handle handle() {
    return Handle.OBSERVER;
  }

  /**
   * Looks at everything observed so far.
   *
   * @param upToNow nothing in it is later than {@code now}
   * @param desk asked for, once, only when there is something to say
   * @return the newest incident of the telemetry, as a {@link Signal} that mentions @diagnostician;
   *     empty when there is none. The same telemetry gives the same answer: the caller knows what
   *     it posted by {@link Signal#startedAt}
   */
  public Optional<Reply> look(
      Telemetry upToNow, ServiceProfile profile, Instant now, Supplier<Desk> desk) {
    return look(new Watch(profile), upToNow, profile, now, desk);
  }

  /**
   * Looks at what is new since the watch read last, which costs no more the longer the service
   * runs.
   *
   * @param watch of the same profile; kept by the caller from scrape to scrape
   * @return the newest incident that became certain since then
   */
  public Optional<Reply> look(
      Watch watch, Telemetry upToNow, ServiceProfile profile, Instant now, Supplier<Desk> desk) {
    List<Alert> alerts = watch.read(upToNow);
    return alerts.isEmpty()
        ? Optional.empty()
        : Optional.of(signal(alerts.getLast(), upToNow, profile, desk.get()));
  }

  /** Words one alert of a {@link Watch} as a signal, for callers who choose among several. */
  public Reply signal(Alert alert, Telemetry upToNow, ServiceProfile profile, Desk desk) {
    ChangeCorrelation correlation =
        new ChangeCorrelation(
            alert.service(),
            alert.region(),
            profile.dependency(),
            profile.environment(),
            alert.startedAt());
    double revenue = profile.costs().revenuePerMinute() * alert.trafficShare();
    Burn burn = alert.burn();
    Signal signal =
        new Signal(
            alert.service(),
            alert.region(),
            alert.severity(),
            alert.whySeverity(revenue),
            alert.startedAt(),
            alert.detectedAt(),
            profile.slo(),
            alert.symptoms(),
            correlation.rank(upToNow.changes()),
            burn.dollarsPerMinute(revenue),
            SignalEvidence.of(
                alert.service(),
                alert.region(),
                alert.startedAt(),
                alert.detectedAt(),
                DeskSql.of(desk)),
            profile.environment());
    return Reply.to(Handle.DIAGNOSTICIAN, sentence(signal), signal);
  }

  private static String sentence(Signal signal) {
    String where = signal.region().isEmpty() ? "" : " in " + Words.name(signal.region());
    String suspect =
        signal.suspects().isEmpty()
            ? "no recorded change comes into question"
            : suspect(signal.suspects().getFirst());
    return String.format(
        Locale.ROOT,
        "%s on %s%s since %s: %s; %s.",
        signal.severity(),
        Words.name(signal.service()),
        where,
        signal.startedAt(),
        signal.whySeverity(),
        suspect);
  }

  private static String suspect(Suspect suspect) {
    return String.format(
        Locale.ROOT,
        "likeliest change: %s %s, %s (share %.2f)",
        suspect.change().kind().name().toLowerCase(Locale.ROOT),
        Words.name(suspect.change().version()),
        suspect.why(),
        suspect.share());
  }

  @Override
  public List<Reply> answer(Turn turn) {
    return List.of(
        switch (Heard.in(turn)) {
          case QUESTION -> answered(turn);
          case CHALLENGE -> challenged(turn);
          case WORK -> newest(turn);
        });
  }

  /** What it tells a person who asks. */
  public Reply answered(Turn turn) {
    return told(turn, new ObserverAnswers(turn).answer(Topics.asked(turn).orElseThrow()));
  }

  /** The newest figures. */
  public Reply newest(Turn turn) {
    return told(turn, new ObserverAnswers(turn).newest());
  }

  private static Reply told(Turn turn, Answer answer) {
    return Reply.to(turn.trigger().sender(), answer.answer(), answer);
  }

  /** The causes were ranked by what was signalled: where that has changed they are ranked anew. */
  public Reply challenged(Turn turn) {
    Challenge challenge = Rechecks.asked(turn).orElseThrow();
    Reply reply = Rechecks.reply(turn, challenge);
    boolean changed =
        reply.payload() instanceof Recheck recheck
            && recheck.outcome() == Recheck.Outcome.CHANGED
            && Rechecks.claim(turn, challenge).payload() instanceof Signal;
    return changed ? Reply.to(Handle.DIAGNOSTICIAN, reply.text(), reply.payload()) : reply;
  }
}
