package dev.aegis.anomaly;

import dev.aegis.telemetry.Slo;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How fast the error budget of one place burns over several windows, and whom that wakes (Google,
 * <i>The Site Reliability Workbook</i>, chapter 5, "multiwindow, multi-burn-rate alerts"): a page
 * when 2 % of a month's budget went in an hour (14.4 times too fast over 1 h and still over 5 min)
 * or 5 % in six hours (6 times, 6 h and 30 min), a ticket when 10 % went in three days (once, 3 d
 * and 6 h). The short window ends the alert soon after the burning has ended.
 *
 * <p>Requests are counted where their rate is known; else each second weighs the same. The time
 * before the first point counts as good, with the mean traffic since: it is the budget of a month
 * that burns, and what was not seen took nothing of it. Minutes for six hours and hours for three
 * days: constant memory. Not thread-safe.
 */
public final class BurnRates {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final int MINUTES = 360;
  private static final int HOURS = 72;

  private final Slo slo;
  private final Ring minutes = new Ring(MINUTE, MINUTES);
  private final Ring hours = new Ring(HOUR, HOURS);
  private long first;
  private long last = Long.MIN_VALUE;

  public BurnRates(Slo slo) {
    this.slo = slo;
  }

  /**
   * One alert of the workbook: a long window that must have burnt, and a short one that still does.
   */
  private enum Pair {
    HOUR_OF_PAGE(Wake.PAGE, 14.4, HOUR, "1 h", 5 * MINUTE, "5 min"),
    HOURS_OF_PAGE(Wake.PAGE, 6, 6 * HOUR, "6 h", 30 * MINUTE, "30 min"),
    DAYS_OF_TICKET(Wake.TICKET, 1, 72 * HOUR, "3 d", 6 * HOUR, "6 h");

    private final Wake wake;
    private final double rate;
    private final long longWindow;
    private final String longName;
    private final long shortWindow;
    private final String shortName;

    Pair(
        Wake wake,
        double rate,
        long longWindow,
        String longName,
        long shortWindow,
        String shortName) {
      this.wake = wake;
      this.rate = rate;
      this.longWindow = longWindow;
      this.longName = longName;
      this.shortWindow = shortWindow;
      this.shortName = shortName;
    }
  }

  /** Sums of the newest intervals of one length, each in the slot that its number falls on. */
  private static final class Ring {
    private final long length;
    private final long[] number;
    private final double[] weight;
    private final double[] failed;
    private final double[] slow;

    Ring(long length, int count) {
      this.length = length;
      number = new long[count];
      weight = new double[count];
      failed = new double[count];
      slow = new double[count];
      Arrays.fill(number, Long.MIN_VALUE);
    }

    void add(long epochMillis, double many, Burn burn) {
      long interval = Math.floorDiv(epochMillis, length);
      int slot = (int) Math.floorMod(interval, (long) number.length);
      if (number[slot] != interval) {
        number[slot] = interval;
        weight[slot] = 0;
        failed[slot] = 0;
        slow[slot] = 0;
      }
      weight[slot] += many;
      failed[slot] += many * burn.failedShare();
      slow[slot] += many * burn.slowShare();
    }

    double rate(long first, long now, long window, Slo slo) {
      long to = Math.floorDiv(now, length);
      long from = to - Math.max(1, window / length) + 1;
      double many = 0;
      double bad = 0;
      double late = 0;
      for (int i = 0; i < number.length; i++) {
        if (number[i] >= from && number[i] <= to) {
          many += weight[i];
          bad += failed[i];
          late += slow[i];
        }
      }
      double unseen = Math.max(1, window / (double) Math.max(length, now - first));
      return many > 0 ? Burn.rate(slo, bad / many, late / many) / unseen : 0;
    }
  }

  /**
   * Takes what was measured up to a time.
   *
   * @param epochMillis not before that of the last call
   * @param perSecond requests a second; NaN or 0 where that is not known
   */
  public void add(long epochMillis, double perSecond, Burn burn) {
    if (epochMillis <= last) {
      return;
    }
    double seconds = last == Long.MIN_VALUE ? 1 : Math.min(epochMillis - last, 5 * MINUTE) / 1000.0;
    double many = seconds * (perSecond > 0 ? perSecond : 1);
    first = last == Long.MIN_VALUE ? epochMillis : first;
    last = epochMillis;
    minutes.add(epochMillis, many, burn);
    hours.add(epochMillis, many, burn);
  }

  /** How many times faster than allowed the budget burnt over the newest so many milliseconds. */
  double rate(long window) {
    if (last == Long.MIN_VALUE) {
      return 0;
    }
    return window <= MINUTES * MINUTE
        ? minutes.rate(first, last, window, slo)
        : hours.rate(first, last, window, slo);
  }

  /** Whom it wakes now. */
  public Wake wake() {
    return pair().map(p -> p.wake).orElse(Wake.NOBODY);
  }

  /** Why, in one clause; empty where it wakes nobody. */
  public String why() {
    return pair()
        .map(p ->
            String.format(
                Locale.ROOT,
                "over %s the error budget burnt %.1f times too fast, over %s %.1f times",
                p.longName,
                rate(p.longWindow),
                p.shortName,
                rate(p.shortWindow)))
        .orElse("");
  }

  private Optional<Pair> pair() {
    return Arrays.stream(Pair.values())
        .filter(p -> rate(p.longWindow) >= p.rate && rate(p.shortWindow) >= p.rate)
        .findFirst();
  }
}
