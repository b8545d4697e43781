package dev.aegis.app.investigation;

import dev.aegis.anomaly.Alert;
import dev.aegis.anomaly.Watch;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What became of the incidents of one region, followed scrape by scrape to the recording's end. */
final class Course {
  private final long[] scrapes;
  private final TreeMap<Instant, Integer> calmFrom = new TreeMap<>();

  private Course(long[] scrapes) {
    this.scrapes = scrapes;
  }

  /** Follows the service of the profile in one region. */
  static Course of(Telemetry telemetry, ServiceProfile profile, String region) {
    List<Series> watched =
        telemetry.matching(k -> isWhole(k, profile.service()) && k.region().equals(region));
    Course course = new Course(times(watched));
    course.follow(watched, new Watch(profile));
    return course;
  }

  private static boolean isWhole(SeriesKey key, String service) {
    boolean ours = key.service().isEmpty() || key.service().equals(service);
    return ours && key.version().isEmpty() && key.pod().isEmpty();
  }

  private static long[] times(List<Series> watched) {
    long[] all = new long[watched.stream().mapToInt(Series::size).sum()];
    int at = 0;
    for (Series series : watched) {
      for (int i = 0; i < series.size(); i++) {
        all[at++] = series.epochMillis(i);
      }
    }
    return Arrays.stream(all).sorted().distinct().toArray();
  }

  private void follow(List<Series> watched, Watch watch) {
    Optional<Alert> open = Optional.empty();
    for (int i = 0; i < scrapes.length; i++) {
      Instant at = Instant.ofEpochMilli(scrapes[i]);
      Window scrape = new Window(at, at.plusMillis(1));
      List<Series> fresh = watched.stream().map(s -> s.within(scrape)).toList();
      List<Alert> alerts = watch.read(new Telemetry(fresh, List.of(), List.of()));
      if (open.isPresent() && !watch.burning()) {
        calmFrom.put(open.get().detectedAt(), i + 1 - Watch.RECOVERED);
        open = Optional.empty();
      }
      open = alerts.isEmpty() ? open : Optional.of(alerts.getLast());
    }
  }

  /** The first calm scrape after the incident; empty where it lasts to the recording's end. */
  Optional<Instant> over(Alert alert) {
    return Optional.ofNullable(calmFrom.get(alert.detectedAt()))
        .map(calm -> Instant.ofEpochMilli(scrapes[calm]));
  }

  /**
   * The instant to look from: the recording's end while the incident lasts; once it is over, so
   * many scrapes after it was certain, but not later than its last bad scrape.
   */
  Instant lookFrom(Alert alert, int scrapesAfter) {
    Integer calm = calmFrom.get(alert.detectedAt());
    int last = calm == null ? scrapes.length - 1 : calm - 1;
    int detected = Arrays.binarySearch(scrapes, alert.detectedAt().toEpochMilli());
    int look = calm == null ? last : Math.max(detected, Math.min(last, detected + scrapesAfter));
    return Instant.ofEpochMilli(scrapes[look]);
  }
}
