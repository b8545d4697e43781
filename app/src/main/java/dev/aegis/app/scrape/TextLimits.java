package dev.aegis.app.scrape;

/**
 * The most that the text of one target may hold.
 *
 * @param bytes of the whole text
 * @param lineCharacters of one line
 * @param series samples of the whole text
 * @param labels of one series
 */
public record TextLimits(int bytes, int lineCharacters, int series, int labels) {
  public static final TextLimits DEFAULTS = new TextLimits(16 << 20, 64 << 10, 100_000, 64);

  public TextLimits {
    if (bytes < 1 || lineCharacters < 1 || series < 1 || labels < 1) {
      throw new IllegalArgumentException(
          "expected limits of 1 or more, found bytes "
              + bytes
              + ", lineCharacters "
              + lineCharacters
              + ", series "
              + series
              + ", labels "
              + labels);
    }
  }
}
