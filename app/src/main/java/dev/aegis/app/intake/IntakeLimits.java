package dev.aegis.app.intake;

/**
 * How much is taken in before something is left out and said so. Together they bound the memory a
 * recording needs, whatever its size.
 *
 * @param lineCharacters longer lines are skipped
 * @param series series kept of one recording
 * @param pointsPerSeries points kept of one series before its points are gathered into wider
 *     buckets
 * @param points points kept of all series together
 * @param columns different quantities read from one file
 * @param logLines log lines kept
 * @param changes change events kept
 * @param files files taken from directories
 * @param depth depth of directories walked
 * @param declaredBytes size of a file that people write by hand (objectives, changes)
 */
record IntakeLimits(
    int lineCharacters,
    int series,
    int pointsPerSeries,
    int points,
    int columns,
    int logLines,
    int changes,
    int files,
    int depth,
    int declaredBytes) {
  static final IntakeLimits DEFAULTS =
      new IntakeLimits(
          1 << 20, 4_096, 50_000, 1_500_000, 2_000, 20_000, 10_000, 10_000, 16, 16 << 20);

  IntakeLimits {
    if (lineCharacters < 64
        || series < 1
        || pointsPerSeries < 64
        || points < pointsPerSeries
        || columns < 1
        || logLines < 0
        || changes < 0
        || files < 1
        || depth < 1
        || declaredBytes < 1) {
      throw new IllegalArgumentException("expected limits above their least, found " + this);
    }
  }

  /** The points a single series may keep when there are so many of them. */
  int share(int seriesCount) {
    int share = pointsPerSeries;
    while (share > 64 && (long) share * seriesCount > points) {
      share /= 2;
    }
    return share;
  }
}
