package dev.aegis.telemetry;

import java.util.Comparator;
import java.util.Objects;

/**
 * What a series measures and where. An empty string means that the label was not recorded.
 *
 * @param metric the quantity
 * @param service the service measured, such as {@code checkout-api}
 * @param region the region, such as {@code us-east-1}
 * @param version the deployed version, such as {@code v2.3.1}
 * @param pod the single pod, where the series is not an aggregate
 */
public record SeriesKey(Metric metric, String service, String region, String version, String pod)
    implements Comparable<SeriesKey> {
  private static final Comparator<SeriesKey> ORDER =
      Comparator.comparing(SeriesKey::service)
          .thenComparing(SeriesKey::metric)
          .thenComparing(SeriesKey::region)
          .thenComparing(SeriesKey::version)
          .thenComparing(SeriesKey::pod);

  public SeriesKey {
    Objects.requireNonNull(metric);
    Objects.requireNonNull(service);
    Objects.requireNonNull(region);
    Objects.requireNonNull(version);
    Objects.requireNonNull(pod);
  }

  /** A series of a whole service in one region, over all its versions and pods. */
  public static SeriesKey of(Metric metric, String service, String region) {
    return new SeriesKey(metric, service, region, "", "");
  }

  @Override
  public int compareTo(SeriesKey other) {
    return ORDER.compare(this, other);
  }
}
