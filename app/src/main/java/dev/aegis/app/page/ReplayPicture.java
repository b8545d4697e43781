package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.app.terminal.Words;
import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Execution;
import dev.aegis.room.Forecast;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The replay as a picture: what was observed, what comes when nothing is done, and what each fix
 * leads to, with what was measured once one was carried out.
 *
 * @param p99Slo promised, in milliseconds
 * @param errorSlo promised, 0 to 1
 * @param horizonWords how far the replay looks ahead
 * @param futures what may come
 * @param curves the lines of the picture
 * @param marks moments that are marked
 */
public record ReplayPicture(
    double p99Slo,
    double errorSlo,
    String horizonWords,
    List<Future> futures,
    List<Curve> curves,
    List<Mark> marks) {
  public ReplayPicture {
    futures = List.copyOf(futures);
    curves = List.copyOf(curves);
    marks = List.copyOf(marks);
  }

  /**
   * One future in figures.
   *
   * @param name such as {@code Fix 1}
   * @param what the action; empty for doing nothing
   * @param verdict {@code PASS}, {@code REJECT}, {@code ABSTAIN} or empty
   * @param held probability that the promise is held
   * @param p99 at the end, with its band
   * @param errors at the end
   * @param recovery when the promise is met again
   * @param why the reason for the verdict
   * @param fact what became of it in production; empty where it was not carried out
   */
  public record Future(
      String name,
      String what,
      String verdict,
      String held,
      String p99,
      String errors,
      String recovery,
      String why,
      String fact) {}

  /**
   * A line of the picture.
   *
   * @param name at its end
   * @param kind {@code observed}, {@code nothing}, {@code pass}, {@code reject}, {@code abstain} or
   *     {@code measured}
   * @param from the moment that its seconds are counted from
   * @param points ascending in time
   */
  public record Curve(String name, String kind, Instant from, List<Forecast.Point> points) {
    public Curve {
      points = List.copyOf(points);
    }
  }

  /**
   * A moment.
   *
   * @param at when
   * @param label what happened
   * @param kind {@code deploy}, {@code onset}, {@code now} or {@code step}
   */
  public record Mark(Instant at, String label, String kind) {}

  /** Whether there is anything to draw. */
  public boolean drawn() {
    return curves.stream().anyMatch(c -> c.points().size() > 1);
  }

  /** Empty until something was replayed. */
  public static Optional<ReplayPicture> of(Incident incident) {
    Optional<Signal> signal = incident.signal();
    List<RoomMessage> judged = judged(incident);
    if (signal.isEmpty() || judged.isEmpty()) {
      return Optional.empty();
    }
    List<Future> futures = new ArrayList<>();
    List<Curve> curves = new ArrayList<>();
    RoomMessage basis = basis(judged);
    ValidationResult newest = (ValidationResult) basis.payload();
    curves.add(new Curve("observed", "observed", basis.ts(), newest.observed().points()));
    curves.add(new Curve("Do nothing", "nothing", basis.ts(), newest.doNothing().points()));
    futures.add(future("Do nothing", "", "", "", newest.doNothing(), "", "", ""));
    int number = 1;
    for (RoomMessage message : judged) {
      ValidationResult result = (ValidationResult) message.payload();
      String name = "Fix " + number++;
      String kind = kind(result);
      curves.add(new Curve(name, kind, message.ts(), result.withFix().points()));
      futures.add(
          future(
              name,
              Said.inert(result.action().describe()),
              result.verdict().name(),
              Words.held(result),
              result.withFix(),
              recovery(result),
              Said.inert(result.sentence()),
              fact(incident, message)));
    }
    curves.add(measured(incident, basis.ts()));
    Signal s = signal.get();
    return Optional.of(
        new ReplayPicture(
            s.slo().latencyP99Millis(),
            s.slo().errorRatio(),
            Figures.duration(newest.horizon()),
            futures,
            curves,
            marks(incident, s, basis.ts())));
  }

  /** Of a search that was repeated, the newest round. */
  private static List<RoomMessage> judged(Incident incident) {
    List<ValidationResult> current =
        incident.judgedInThisSearch().stream().map(Incident.Judged::result).toList();
    return incident.log().stream()
        .filter(m -> m.payload() instanceof ValidationResult r && current.contains(r))
        .toList();
  }

  /** The newest verdict whose replay ran, or else the newest. */
  private static RoomMessage basis(List<RoomMessage> judged) {
    return judged.stream()
        .filter(m -> !((ValidationResult) m.payload()).observed().points().isEmpty())
        .reduce((earlier, later) -> later)
        .orElse(judged.getLast());
  }

  private static String kind(ValidationResult result) {
    return switch (result.verdict()) {
      case PASS -> "pass";
      case REJECT -> "reject";
      case ABSTAIN -> "abstain";
    };
  }

  private static String recovery(ValidationResult result) {
    if (result.replications() == 0) {
      return "not known";
    }
    return result.recoverySeconds() < 0
        ? "not within " + Figures.duration(result.horizon())
        : "after " + Figures.seconds(result.recoverySeconds());
  }

  private static String fact(Incident incident, RoomMessage validation) {
    return incident.log().stream()
        .map(RoomMessage::payload)
        .filter(
            p -> p instanceof ApprovalRequest r && r.plan().validation().equals(validation.id()))
        .map(p -> ((ApprovalRequest) p).planHash())
        .filter(incident.executedPlans()::contains)
        .findFirst()
        .map(hash -> carriedOut(incident, hash))
        .orElse("");
  }

  private static String carriedOut(Incident incident, String planHash) {
    String held = "";
    boolean back = false;
    for (RoomMessage message : incident.log()) {
      if (message.payload() instanceof Verification v && v.planHash().equals(planHash)) {
        held =
            switch (v.outcome()) {
              case HELD -> ": it held";
              case NOT_HELD -> ": it did not hold";
              case PENDING -> held;
            };
      }
      back |=
          message.payload() instanceof Execution e
              && e.undo()
              && e.planHash().equals(planHash)
              && e.state() == Execution.State.OBSERVED;
    }
    return "carried out" + held + (back ? ", and was taken back" : "");
  }

  private static Future future(
      String name,
      String what,
      String verdict,
      String held,
      Forecast forecast,
      String recovery,
      String why,
      String fact) {
    if (forecast.points().isEmpty()) {
      return new Future(name, what, verdict, held, "not replayed", "", recovery, why, fact);
    }
    Forecast.Point last = forecast.points().getLast();
    return new Future(
        name,
        what,
        verdict,
        held,
        Figures.millis(last.p99Millis())
            + " ("
            + Figures.millis(last.p99LowMillis())
            + " to "
            + Figures.millis(last.p99HighMillis())
            + ")",
        Figures.percent(last.errorRatio()),
        recovery,
        why,
        fact);
  }

  private static Curve measured(Incident incident, Instant from) {
    List<Forecast.Point> points = new ArrayList<>();
    for (RoomMessage message : incident.log()) {
      if (message.payload() instanceof Verification v && v.p99Millis() >= 0) {
        double at = (message.ts().toEpochMilli() - from.toEpochMilli()) / 1000.0;
        double p99 = v.p99Millis();
        points.add(new Forecast.Point(at, p99, p99, p99, Math.max(0, v.errorRatio())));
      }
    }
    return new Curve("measured", "measured", from, points);
  }

  private static List<Mark> marks(Incident incident, Signal signal, Instant now) {
    List<Mark> marks = happened(incident, signal);
    marks.add(new Mark(now, "replayed from here", "now"));
    return marks;
  }

  /** The changes that are suspected, the onset, and the steps that were taken. */
  static List<Mark> happened(Incident incident, Signal signal) {
    List<Mark> marks = new ArrayList<>();
    signal.suspects().stream()
        .limit(3)
        .forEach(s ->
            marks.add(
                new Mark(
                    s.change().at(),
                    Said.inert(
                        s.change().kind().name().toLowerCase(java.util.Locale.ROOT)
                            + " "
                            + s.change().version()),
                    "deploy")));
    marks.add(new Mark(signal.startedAt(), "onset", "onset"));
    for (RoomMessage message : incident.log()) {
      if (message.payload() instanceof Execution e && e.state() == Execution.State.DISPATCHED) {
        marks.add(new Mark(message.ts(), (e.undo() ? "undo " : "step ") + (e.step() + 1), "step"));
      }
    }
    return marks;
  }
}
