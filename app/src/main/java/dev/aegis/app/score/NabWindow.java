package dev.aegis.app.score;

/**
 * Rows in which a detection is right.
 *
 * @param first its first row
 * @param last its last row
 */
record NabWindow(int first, int last) {
  NabWindow {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("expected rows in order, found " + first + " to " + last);
    }
  }

  int width() {
    return last - first + 1;
  }
}
