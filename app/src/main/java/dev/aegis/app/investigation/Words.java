package dev.aegis.app.investigation;

import dev.aegis.agent.Reply;
import dev.aegis.anomaly.Alert;
import dev.aegis.app.intake.Recording;
import dev.aegis.room.Signal;
import dev.aegis.telemetry.Series;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is said about a recording before and after the room of its incident. */
final class Words {
  private static final int SHOWN = 3;

  /** Fewer points than the detectors need to know what is normal. */
  private static final int FEW = 20;

  private Words() {}

  /** Why there is no room. */
  static List<String> quiet(Recording recording) {
    List<String> lines = new ArrayList<>();
    String service = recording.profile().service();
    lines.add(
        "no incident: nothing in the figures of " + service + " stands out or breaks a promise");
    int most =
        recording.telemetry().matching(k -> k.service().equals(service)).stream()
            .mapToInt(Series::size)
            .max()
            .orElse(0);
    if (most < FEW) {
      lines.add(
          String.format(
              Locale.ROOT,
              "its longest series has %,d points: too few to know what is normal; record the time"
                  + " before as well",
              most));
    }
    return List.copyOf(lines);
  }

  static List<String> before(Moment moment) {
    List<String> lines = new ArrayList<>();
    moment
        .over()
        .ifPresent(over ->
            lines.add(
                "over: the incident of "
                    + time(moment.alert().startedAt())
                    + " ended at "
                    + time(over)
                    + "; the room shows what would have been proposed at "
                    + time(moment.now())));
    if (!moment.others().isEmpty()) {
      lines.add(others(moment.others()));
    }
    return List.copyOf(lines);
  }

  private static String others(List<Alert> others) {
    String newest =
        others.reversed().stream()
            .limit(SHOWN)
            .map(a -> a.severity() + " at " + time(a.detectedAt()))
            .collect(Collectors.joining(", "));
    return String.format(Locale.ROOT, "other incidents: %,d (", others.size())
        + newest
        + (others.size() > SHOWN ? ", …" : "")
        + "); cut the recording after one to look into it";
  }

  static List<String> after(Moment moment) {
    return moment
        .over()
        .map(over ->
            List.of("The incident was over at " + time(over) + ": nothing is left to repair."))
        .orElse(List.of());
  }

  /** A broken promise that nobody made is said to be one. */
  static Reply objectivesAssumed(Reply reply, boolean promised) {
    if (promised
        || !(reply.payload() instanceof Signal signal)
        || signal.whySeverity().startsWith("no promise")) {
      return reply;
    }
    Signal said =
        new Signal(
            signal.service(),
            signal.region(),
            signal.severity(),
            signal.whySeverity() + "; objectives were not declared, these are assumed",
            signal.startedAt(),
            signal.detectedAt(),
            signal.slo(),
            signal.symptoms(),
            signal.suspects(),
            signal.dollarsPerMinute(),
            signal.evidence(),
            signal.environment());
    return new Reply(
        reply.mentions(), reply.text() + " Objectives were not declared, these are assumed.", said);
  }

  private static Instant time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
