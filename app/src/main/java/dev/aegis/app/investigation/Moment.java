package dev.aegis.app.investigation;

import dev.aegis.anomaly.Alert;
import dev.aegis.anomaly.Watch;
import dev.aegis.app.intake.Recording;
import dev.aegis.app.wire.Recorded;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The incident of a recording that is looked into, and the instant from which it is looked at:
 * nothing after it is known to the agents.
 *
 * @param alert what opened it
 * @param now the recording's end where the incident lasts until then, else a few scrapes after it
 *     became certain, while it lasted
 * @param over when it was over; empty where it lasts to the recording's end
 * @param others the other incidents of the service in the recording, oldest first
 * @param telemetry everything up to {@code now}
 * @param profile the service in trouble, with what was declared
 */
public record Moment(
    Alert alert,
    Instant now,
    Optional<Instant> over,
    List<Alert> others,
    Telemetry telemetry,
    ServiceProfile profile) {
  /** Scrapes of the incident that the agents see when it is over before the recording ends. */
  private static final int SCRAPES = 12;

  public Moment {
    others = List.copyOf(others);
  }

  /**
   * The incident that needs somebody: one that breaks a promise before one that does not, one that
   * lasts to the recording's end before one that is over, then the most severe, then the newest.
   * Empty when there is none.
   */
  public static Optional<Moment> worst(Recording recording) {
    List<Alert> alerts = new Watch(recording.profile()).read(recording.telemetry());
    Map<String, Course> courses = new TreeMap<>();
    for (Alert alert : alerts) {
      courses.computeIfAbsent(
          alert.region(), region -> Course.of(recording.telemetry(), recording.profile(), region));
    }
    return alerts.stream()
        .max(
            Comparator.comparing(Alert::breached)
                .thenComparing(a -> course(courses, a).over(a).isEmpty())
                .thenComparing(Alert::severity, Comparator.reverseOrder())
                .thenComparing(Alert::detectedAt)
                .thenComparing(Alert::region))
        .map(worst -> at(worst, course(courses, worst), alerts, recording));
  }

  /** What the summary says of it. */
  Recorded recorded(boolean promised) {
    return new Recorded(promised, now, over.orElse(null), others.size());
  }

  private static Course course(Map<String, Course> courses, Alert alert) {
    Course course = courses.get(alert.region());
    if (course == null) {
      throw new IllegalStateException("no course of " + alert.region());
    }
    return course;
  }

  private static Moment at(Alert alert, Course course, List<Alert> alerts, Recording recording) {
    Telemetry all = recording.telemetry();
    Instant now = course.lookFrom(alert, SCRAPES);
    List<Alert> others = new ArrayList<>(alerts);
    others.remove(alert);
    return new Moment(
        alert,
        now,
        course.over(alert),
        others,
        upTo(now, all),
        recording.profile().homedIn(alert.region()));
  }

  /** Changes and log lines may be older than every figure, and stay. */
  private static Telemetry upTo(Instant now, Telemetry all) {
    return all.within(new Window(Instant.EPOCH, now.plusMillis(1)));
  }
}
