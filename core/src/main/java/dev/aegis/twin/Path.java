package dev.aegis.twin;

/**
 * One replication of one future: figures by interval. Region 0 is home.
 *
 * @param seconds end of each interval, from now
 * @param p99 by region and interval, as its clients see it; NaN without answers
 * @param errors by region and interval; NaN without requests
 * @param utilisation by region and interval; NaN without pods
 * @param heap highest mean heap ratio of a version, by region and interval; NaN without pods
 * @param ready pods that answer, by region and interval
 * @param died pods that died, by region and interval
 * @param dependencyMillis mean time of a call, by region and interval; NaN without
 * @param simulated whether the interval was simulated, or taken over from the one before
 * @param completedSeconds when the action was done, from now; infinite when it was not
 * @param requests requests simulated
 */
// Columns of figures that nobody compares or prints.
@SuppressWarnings("ArrayRecordComponent")
record Path(
    double[] seconds,
    double[][] p99,
    double[][] errors,
    double[][] utilisation,
    double[][] heap,
    int[][] ready,
    int[][] died,
    double[][] dependencyMillis,
    boolean[] simulated,
    double completedSeconds,
    long requests) {

  static Path empty(int regions, double[] seconds) {
    int n = seconds.length;
    return new Path(
        seconds,
        new double[regions][n],
        new double[regions][n],
        new double[regions][n],
        new double[regions][n],
        new int[regions][n],
        new int[regions][n],
        new double[regions][n],
        new boolean[n],
        Double.POSITIVE_INFINITY,
        0);
  }

  Path ended(double completed, long simulatedRequests) {
    return new Path(
        seconds,
        p99,
        errors,
        utilisation,
        heap,
        ready,
        died,
        dependencyMillis,
        simulated,
        completed,
        simulatedRequests);
  }

  int size() {
    return seconds.length;
  }

  /** The first interval after the action is done, or after half of them if it is not by then. */
  int doneAt() {
    double done = Math.min(completedSeconds, seconds[size() / 2]);
    int i = 0;
    while (i < size() - 1 && seconds[i] <= done) {
      i++;
    }
    return i;
  }

  int regions() {
    return p99.length;
  }

  void set(int i, Scrape scrape) {
    simulated[i] = true;
    for (int r = 0; r < p99.length; r++) {
      Scrape.Region region = scrape.regions().get(r);
      p99[r][i] = region.clients().p99Millis();
      errors[r][i] = region.clients().errorRatio();
      utilisation[r][i] = region.pods().utilisation();
      heap[r][i] =
          region.versions().stream()
              .mapToDouble(Scrape.Version::heapRatio)
              .filter(Double::isFinite)
              .max()
              .orElse(Double.NaN);
      ready[r][i] = region.pods().ready();
      died[r][i] = region.pods().died();
      dependencyMillis[r][i] = region.pods().dependencyMillis();
    }
  }

  /** An interval that is like the one before it. */
  void repeat(int i) {
    for (int r = 0; r < p99.length; r++) {
      p99[r][i] = p99[r][i - 1];
      errors[r][i] = errors[r][i - 1];
      utilisation[r][i] = utilisation[r][i - 1];
      heap[r][i] = heap[r][i - 1];
      ready[r][i] = ready[r][i - 1];
      dependencyMillis[r][i] = dependencyMillis[r][i - 1];
    }
  }
}
